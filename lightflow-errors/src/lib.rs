//! The error index of LightFlow: one code and one page for each kind of mistake.
//!
//! The macros put the code below their message, `cargo lightflow check` gives rustc's own errors one, and `explain`
//! prints the page. Pages are `docs/errors/LF0101.md` of the repository; `pages` leads there.

mod page;
mod table;

pub use page::{Page, UnknownCode, page};
pub use table::*;

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `LF0201`.
    pub code: &'static str,
    /// What is wrong, in a few words: no full stop, and no name of the user's.
    pub title: &'static str,
}

impl Mistake {
    /// The kind that has this code, however it is spelt.
    ///
    /// ```
    /// assert_eq!(lightflow_errors::Mistake::of("lf0201"), Some(lightflow_errors::AWAIT));
    /// assert_eq!(lightflow_errors::Mistake::of("LF9999"), None);
    /// ```
    pub fn of(code: &str) -> Option<Self> {
        ALL.iter().copied().find(|mistake| mistake.code.eq_ignore_ascii_case(code))
    }

    /// What kinds of mistakes share the first two digits of the code.
    pub fn group(self) -> &'static str {
        match &self.code[2..4] {
            "01" => "what a signature or an option says",
            "02" => "what a body may contain",
            "03" => "wiring and types",
            "04" => "values: ranges, choices, lengths",
            "05" => "shapes and families",
            "06" => "needs, policies and budgets",
            "07" => "models and preflight",
            _ => unreachable!("the table has no other group"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_in_order_and_in_a_group() {
        for pair in ALL.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands before {}", pair[0].code, pair[1].code);
        }
        for mistake in ALL {
            assert!(mistake.code.len() == 6 && mistake.code.starts_with("LF"), "{}", mistake.code);
            assert!(!mistake.group().is_empty());
            assert!(!mistake.title.ends_with('.'), "{}", mistake.title);
        }
    }
}
