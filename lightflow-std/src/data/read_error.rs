//! Why a node that reads a file gave nothing.

use std::error::Error;
use std::path::PathBuf;

use super::file::FileError;

/// Why a file was not read: it is none, or what it holds is wrong, as `E` says.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E: Error + 'static> {
    /// No file, or too large a one.
    #[error(transparent)]
    File(#[from] FileError),
    /// Another content than expected.
    #[error("the file {path:?} cannot be used: {source}")]
    Content {
        /// As given.
        path: PathBuf,
        /// What is wrong with it.
        source: E,
    },
}
