//! A file's text.

use lightflow::prelude::*;

use super::file::{NotText, read, text};
use super::read_error::ReadError;

/// Reads a file of UTF-8, without the byte order mark that some programs put in front.
///
/// # Errors
/// A file that is not there, is larger than `max_bytes`, or has bytes that are no UTF-8.
///
/// ```
/// use lightflow_std::data::read_text::read_text;
///
/// # let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("note.txt");
/// std::fs::write(&path, "grün").unwrap();
/// assert_eq!(read_text(path, 1000).unwrap(), "grün");
/// ```
#[node(needs(fs))]
pub fn read_text(
    /// The file.
    path: PathBuf,
    /// The largest file.
    #[port(default = 16 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_bytes: u64,
) -> Result<String, ReadError<NotText>> {
    let bytes = read(&path, max_bytes)?;
    text(bytes).map_err(|source| ReadError::Content { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marked.txt");
        std::fs::write(&path, b"\xEF\xBB\xBFgr\xC3\xBCn").unwrap();
        assert_eq!(read_text(path, 100).unwrap(), "grün");
    }

    #[test]
    fn what_is_no_text_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latin.txt");
        std::fs::write(&path, b"gr\xFCn").unwrap();
        let error = read_text(path, 100).unwrap_err().to_string();
        assert!(error.contains("latin.txt") && error.contains("UTF-8"), "{error}");
    }
}
