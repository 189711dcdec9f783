//! A file with a value in each line.

use lightflow::prelude::*;
use serde_json::Value;

use super::file::read;
use super::json_size::{JsonTooLarge, check};
use super::read_error::ReadError;

/// What is wrong with lines.
#[derive(Debug, thiserror::Error)]
pub enum ReadJsonlError {
    /// A line that is no JSON.
    #[error("line {line} is no JSON: {source}; mend it")]
    Line {
        /// From 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// Its values are too many.
    #[error(transparent)]
    TooLarge(#[from] JsonTooLarge),
    /// Too many lines.
    #[error("there are more than {limit} values; raise `max_records`, or split the file")]
    TooMany {
        /// How many may be there.
        limit: u32,
    },
}

/// Reads a file with a value of JSON in each line ([JSON Lines](https://jsonlines.org)). Empty lines do not count.
///
/// # Errors
/// A file that cannot be read, a line that is no JSON, more than `max_records` values, or than 2 GiB of memory hold.
///
/// ```
/// use lightflow_std::data::read_jsonl::decode;
///
/// assert_eq!(decode(b"{\"a\": 1}\n\n[2]\r\n", 10).unwrap().len(), 2);
/// let error = decode(b"1\n2\n{\n", 10).unwrap_err().to_string();
/// assert_eq!(error, "line 3 is no JSON: EOF while parsing an object at line 1 column 1; mend it");
/// ```
#[node(needs(fs))]
pub fn read_jsonl(
    /// The file.
    path: PathBuf,
    /// The largest file.
    #[port(default = 64 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_bytes: u64,
    /// The most values.
    #[port(default = 1_000_000, range = 1..=100_000_000)]
    max_records: u32,
) -> Result<Vec<Value>, ReadError<ReadJsonlError>> {
    let bytes = read(&path, max_bytes)?;
    decode(&bytes, max_records).map_err(|source| ReadError::Content { path, source })
}

/// Bytes of JSON Lines to values.
///
/// # Errors
/// Those of [`read_jsonl()`].
pub fn decode(bytes: &[u8], max_records: u32) -> Result<Vec<Value>, ReadJsonlError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    check(bytes)?;
    let mut values = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if values.len() == max_records as usize {
            return Err(ReadJsonlError::TooMany { limit: max_records });
        }
        let value = serde_json::from_slice(line);
        values.push(value.map_err(|source| ReadJsonlError::Line { line: index + 1, source })?);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_named() {
        assert!(matches!(decode(b"1\n\xff\n", 10), Err(ReadJsonlError::Line { line: 2, .. })));
        assert!(matches!(decode(b"1\n2\n3", 2), Err(ReadJsonlError::TooMany { limit: 2 })));
        assert!(decode(b"", 2).unwrap().is_empty());
        assert_eq!(decode(b"\xef\xbb\xbf1", 2).unwrap(), [1]);
    }
}
