//! Files that are read whole, up to a size.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not there, or not for us.
    #[error("the file {path:?} cannot be read: {source}; check the path and its permissions")]
    Read {
        /// As given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, a pipe or a device.
    #[error("{path:?} is no plain file; give one")]
    Kind {
        /// As given.
        path: PathBuf,
    },
    /// It is too large.
    #[error("the file {path:?} is larger than {limit} bytes; raise `max_bytes`")]
    TooLarge {
        /// As given.
        path: PathBuf,
        /// Bytes.
        limit: u64,
    },
}

/// Bytes that are no text.
#[derive(Debug, thiserror::Error)]
#[error("it is no UTF-8: byte {at} begins no character; save it as UTF-8")]
pub struct NotText {
    /// The first wrong byte, from 0.
    pub at: usize,
}

/// The bytes of a plain file of at most `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let failed = |source| FileError::Read { path: path.into(), source };
    // To open a pipe would wait for who writes to it.
    if !path.metadata().map_err(failed)?.is_file() {
        return Err(FileError::Kind { path: path.into() });
    }
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let large = || FileError::TooLarge { path: path.into(), limit };
    if length > limit {
        return Err(large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // It may grow while it is read.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit { Err(large()) } else { Ok(bytes) }
}

/// Text of UTF-8, without a byte order mark.
pub fn text(bytes: Vec<u8>) -> Result<String, NotText> {
    let mut text =
        String::from_utf8(bytes).map_err(|error| NotText { at: error.utf8_error().valid_up_to() })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "four").unwrap();
        assert_eq!(read(&path, 4).unwrap(), b"four");
        let error = read(&path, 3).unwrap_err();
        assert!(error.to_string().ends_with("is larger than 3 bytes; raise `max_bytes`"), "{error}");
    }

    #[test]
    fn what_is_no_plain_file_is_not_opened() {
        assert!(matches!(read("/dev/zero".as_ref(), 10), Err(FileError::Kind { .. })));
        assert!(matches!(read("/".as_ref(), 10), Err(FileError::Kind { .. })));
        assert!(matches!(read("/no/such".as_ref(), 10), Err(FileError::Read { .. })));
    }

    #[test]
    fn text_is_utf8() {
        assert_eq!(text(b"\xef\xbb\xbfa".to_vec()).unwrap(), "a");
        assert_eq!(
            text(b"ab\xff".to_vec()).unwrap_err().to_string(),
            "it is no UTF-8: byte 2 begins no character; save it as UTF-8"
        );
    }
}
