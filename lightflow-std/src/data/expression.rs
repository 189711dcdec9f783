//! Regular expressions from outside.

use regex::{Regex, RegexBuilder};

/// Bytes of a compiled expression, and of the states that a search keeps: `x{1000}{1000}` is short and large.
const SIZE: usize = 4 * 1024 * 1024;

/// An expression that cannot be searched for.
#[derive(Debug, thiserror::Error)]
#[error("the pattern cannot be searched for: {source}; see https://docs.rs/regex for what there is")]
pub struct PatternError {
    /// Where and why.
    source: Box<regex::Error>,
}

/// An expression; a search takes time in proportion to the text, whatever it is.
pub fn compile(pattern: &str) -> Result<Regex, PatternError> {
    let built = RegexBuilder::new(pattern).size_limit(SIZE).dfa_size_limit(SIZE).nest_limit(100).build();
    built.map_err(|source| PatternError { source: Box::new(source) })
}
