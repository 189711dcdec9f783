//! Text to JSON.

use lightflow::prelude::*;
use serde_json::Value;

use super::json_size::{JsonTooLarge, check};

/// Why a text was not read as JSON.
#[derive(Debug, thiserror::Error)]
pub enum ParseJsonError {
    /// It is none.
    #[error("the text is no JSON: {source}; mend that place")]
    Syntax {
        /// Where and why.
        source: serde_json::Error,
    },
    /// It has too many values.
    #[error(transparent)]
    TooLarge(#[from] JsonTooLarge),
}

/// Reads a text as JSON (RFC 8259). Lists and objects may lie in each other 127 deep.
///
/// # Errors
/// A text that is no JSON, with line and column; more values than 2 GiB of memory hold.
///
/// ```
/// use lightflow_std::data::parse_json::parse_json;
///
/// assert_eq!(parse_json("{\"side\": 512}").unwrap()["side"], 512);
/// let error = parse_json("{\"side\": }").unwrap_err().to_string();
/// assert_eq!(error, "the text is no JSON: expected value at line 1 column 10; mend that place");
/// ```
#[node]
pub fn parse_json(
    /// JSON.
    text: &str,
) -> Result<Value, ParseJsonError> {
    decode(text.as_bytes())
}

/// Bytes of JSON to a value.
///
/// # Errors
/// Those of [`parse_json()`].
pub fn decode(bytes: &[u8]) -> Result<Value, ParseJsonError> {
    check(bytes)?;
    serde_json::from_slice(bytes).map_err(|source| ParseJsonError::Syntax { source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_or_too_deep_is_an_error() {
        for text in ["", "{", "nul", "1 2", "{\"a\":1,}", "\"\u{1}\"", &"[".repeat(1_000_000)] {
            assert!(parse_json(text).is_err());
        }
        assert!(decode(b"\"\xff\"").is_err());
    }
}
