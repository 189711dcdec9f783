//! A page of the index, and its parts.

use std::error::Error;
use std::fmt;

use crate::{ALL, Mistake};

/// What a page says about a kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The kind.
    pub mistake: Mistake,
    /// All of it, in Markdown.
    pub text: &'static str,
    /// What the mistake means.
    pub meaning: &'static str,
    /// The file of `ui-tests/cases` that `before` is from.
    pub case: &'static str,
    /// Code with the mistake.
    pub before: &'static str,
    /// The same code without it.
    pub after: &'static str,
    /// The one thing to do.
    pub fix: &'static str,
}

/// There is no page of this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// What was asked for.
    pub code: String,
    /// Codes that may be meant: those of the same group.
    pub near: Vec<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no error `{}`", self.code)
    }
}

impl Error for UnknownCode {}

/// The page of a code.
///
/// ```
/// let page = lightflow_errors::page("LF0201").unwrap();
/// assert_eq!(page.fix, "remove `.await`");
/// ```
///
/// # Errors
/// If no mistake has this code.
pub fn page(code: &str) -> Result<Page, UnknownCode> {
    let Some(index) = ALL.iter().position(|mistake| mistake.code.eq_ignore_ascii_case(code)) else {
        let group = code.get(..4).unwrap_or_default().to_ascii_uppercase();
        let near = ALL.iter().map(|mistake| mistake.code).filter(|code| code.starts_with(&group));
        let near = if group.len() == 4 { near.collect() } else { Vec::new() };
        return Err(UnknownCode { code: code.to_owned(), near });
    };
    let text = crate::table::PAGES[index];
    Ok(read(ALL[index], text).expect("a test reads every page"))
}

/// Takes a page apart; `None` if it is not laid out as all are.
fn read(mistake: Mistake, text: &'static str) -> Option<Page> {
    let rest = text.strip_prefix("# ")?.strip_prefix(mistake.code)?.strip_prefix(": ")?;
    let rest = rest.strip_prefix(mistake.title)?.strip_prefix("\n\n")?;
    let (meaning, rest) = rest.split_once("\n\nWrong, as in `ui-tests/cases/")?;
    let (case, rest) = rest.split_once(".rs`:\n\n```rust\n")?;
    let (before, rest) = rest.split_once("```\n\nRight:\n\n```rust\n")?;
    let (after, rest) = rest.split_once("```\n\n**Do:** ")?;
    let fix = rest.strip_suffix(".\n")?;
    Some(Page { mistake, text, meaning, case, before, after, fix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_laid_out_alike_and_carries_the_title_of_the_table() {
        for (mistake, text) in ALL.iter().zip(crate::table::PAGES) {
            let page = read(*mistake, text);
            let page =
                page.unwrap_or_else(|| panic!("docs/errors/{}.md is laid out otherwise", mistake.code));
            for (part, text) in
                [("meaning", page.meaning), ("before", page.before), ("after", page.after), ("fix", page.fix)]
            {
                assert!(!text.trim().is_empty(), "{} has no {part}", mistake.code);
            }
            assert!(!page.fix.contains('\n'), "{} says more than one thing to do", mistake.code);
        }
    }

    #[test]
    fn every_page_belongs_to_a_code() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/pages");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let code = name.strip_suffix(".md").unwrap();
            assert!(
                code == "README" || ALL.iter().any(|mistake| mistake.code == code),
                "nothing has the code of {name}"
            );
        }
    }

    #[test]
    fn an_unknown_code_names_its_group() {
        assert_eq!(page("LF0499").unwrap_err().near.first(), Some(&"LF0401"));
        assert!(page("E0308").unwrap_err().near.is_empty());
        assert!(page("ü").is_err());
    }
}
