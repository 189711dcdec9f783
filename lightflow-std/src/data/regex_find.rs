//! What a regular expression matches.

use lightflow::prelude::*;

use super::expression::{PatternError, compile};

/// A match.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What matched.
    pub text: String,
    /// What each group matched, from the first; nothing for a group that took no part.
    pub groups: Vec<Option<String>>,
}

/// Finds what a regular expression matches, without overlaps, in order; at most `limit`.
///
/// The expression is one of the crate [`regex`](https://docs.rs/regex): without back references and look-around, hence in linear time. `(?i)` in
/// front ignores case, `(?m)` lets `^` and `$` match at lines, `(?s)` lets `.` match line ends.
///
/// # Errors
/// An expression that is none, or too large.
///
/// ```
/// use lightflow_std::data::regex_find::regex_find;
///
/// let found = regex_find("12 x 30 mm, 7 x 9 mm", r"(\d+) x (\d+)", 100).unwrap();
/// assert_eq!(found[1].text, "7 x 9");
/// assert_eq!(found[0].groups, [Some("12".to_owned()), Some("30".to_owned())]);
/// ```
#[node]
pub fn regex_find(
    /// Where to look.
    text: &str,
    /// What to look for.
    #[port(len = 1..=10_000)]
    pattern: &str,
    /// The most matches.
    #[port(default = 10_000, range = 1..=1_000_000)]
    limit: u32,
) -> Result<Vec<Found>, PatternError> {
    let expression = compile(pattern)?;
    let owned = |found: Option<regex::Match<'_>>| found.map(|found| found.as_str().to_owned());
    let all = expression.captures_iter(text).take(limit as usize);
    Ok(all
        .map(|found| Found { text: found[0].to_owned(), groups: found.iter().skip(1).map(owned).collect() })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_took_no_part_is_nothing() {
        let found = regex_find("ab", "(a)|(b)", 10).unwrap();
        assert_eq!(found[1].groups, [None, Some("b".to_owned())]);
        assert_eq!(regex_find("aaa", "a", 2).unwrap().len(), 2);
        assert!(regex_find("", "a", 2).unwrap().is_empty());
    }

    #[test]
    fn an_expression_is_checked_and_bounded() {
        for pattern in ["(", "a{1000}{1000}{1000}", &"(".repeat(5000), r"(a)\1"] {
            let error = regex_find("a", pattern, 1).unwrap_err().to_string();
            assert!(error.starts_with("the pattern cannot be searched for: "), "{error}");
        }
    }

    #[test]
    fn a_search_is_linear() {
        // A backtracking engine does not come back from this.
        assert!(regex_find(&"a".repeat(100_000), "(a+)+$b", 1).unwrap().is_empty());
    }
}
