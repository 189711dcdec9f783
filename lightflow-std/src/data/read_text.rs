//! A file's text.

use lightflow::prelude::*;

use super::file::{FileError, read, text};

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
) -> Result<String, FileError> {
    text(read(&path, max_bytes)?)
}
