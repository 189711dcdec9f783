//! An image on disk.

use lightflow::prelude::*;

/// An image on disk and what it is called in labels and in the names of files.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct ImageFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it shows.
    pub name: String,
}

impl ImageFile {
    /// The image at `path`, named after the stem of its file.
    pub fn at(path: PathBuf) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { path, name }
    }
}
