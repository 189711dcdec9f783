//! Text with other text in the place of what a regular expression matches.

use lightflow::prelude::*;

use super::expression::{PatternError, compile};

/// The longest text that comes out, in bytes.
const LONGEST: usize = 256 * 1024 * 1024;

/// Why nothing was replaced.
#[derive(Debug, thiserror::Error)]
pub enum RegexReplaceError {
    /// No expression.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The text would be too long.
    #[error("the text would have more than 256 MiB; replace by less")]
    TooLarge,
}

/// Puts other text in the place of all that a regular expression matches.
///
/// In `replacement`, `$1` or `${1}` stands for what the first group matched, `$0` for all, and `$$` for a dollar. See
/// [`regex_find`](fn@super::regex_find::regex_find) for the expressions.
///
/// # Errors
/// An expression that is none, or too large; more than 256 MiB of text.
///
/// ```
/// use lightflow_std::data::regex_replace::regex_replace;
///
/// assert_eq!(regex_replace("12 x 30 mm", r"(\d+) x (\d+)", "${2}x${1}".into()).unwrap(), "30x12 mm");
/// ```
#[node]
pub fn regex_replace(
    /// Where to replace.
    text: &str,
    /// What to replace.
    #[port(len = 1..=10_000)]
    pattern: &str,
    /// What by.
    #[port(default = "")]
    replacement: String,
) -> Result<String, RegexReplaceError> {
    let expression = compile(pattern)?;
    let mut out = String::new();
    let mut end = 0;
    for found in expression.captures_iter(text) {
        let all = found.get_match();
        out.push_str(&text[end..all.start()]);
        // As many groups as the replacement has signs, each as long as the match: enough is known before.
        if out.len() + replacement.len() * (all.len() + 1) > LONGEST {
            return Err(RegexReplaceError::TooLarge);
        }
        found.expand(&replacement, &mut out);
        end = all.end();
    }
    out.push_str(&text[end..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_takes_the_place_of_what_goes() {
        assert_eq!(regex_replace("a1b22", r"\d+", "".into()).unwrap(), "ab");
        assert_eq!(regex_replace("ab", "(?:)", "-".into()).unwrap(), "-a-b-");
    }

    #[test]
    fn a_text_does_not_grow_without_bounds() {
        let error = regex_replace(&"a".repeat(1_000_000), "a+", "$0".repeat(1000)).unwrap_err();
        assert!(matches!(error, RegexReplaceError::TooLarge));
    }

    proptest! {
        #[test]
        fn it_is_what_the_crate_gives(text in "[ab ]{0,20}", replacement in "(\\$[01]|[xy]){0,4}") {
            let whole = regex::Regex::new("(a)b?").unwrap();
            prop_assert_eq!(regex_replace(&text, "(a)b?", replacement.clone()).unwrap(), whole.replace_all(&text, &*replacement));
        }
    }
}
