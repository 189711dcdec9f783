//! The few things that the store does with files, behind a seam, so that tests can make each of them fail.

mod disk;
mod faulty;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use disk::DiskFiles;
pub use faulty::{Fault, FaultyFiles, Injected};

/// What the store does with files. Folders and locks are no part of it.
///
/// Each call gets the path too, so that an implementation that fails on purpose can say where it did.
pub trait Files: fmt::Debug + Send + Sync {
    /// Makes a file that must not exist yet, open for writing, with these permissions.
    ///
    /// # Errors
    /// Those of the system, as for all functions here.
    fn create(&self, path: &Path, mode: u32) -> io::Result<File>;
    /// Opens a file for reading and for writing at its end, and makes it if needed.
    fn append(&self, path: &Path) -> io::Result<File>;
    /// Opens a file for reading.
    fn open(&self, path: &Path) -> io::Result<File>;
    /// Reads at a place; gives how many bytes, 0 at the end.
    fn read_at(&self, file: &File, path: &Path, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes where the file stands; gives how many bytes were taken.
    fn write(&self, file: &File, path: &Path, bytes: &[u8]) -> io::Result<usize>;
    /// Cuts a file.
    fn truncate(&self, file: &File, path: &Path, len: u64) -> io::Result<()>;
    /// Brings a file, or the entries of a folder, to the disk.
    fn sync(&self, file: &File, path: &Path) -> io::Result<()>;
    /// Gives a file another name in the same file system; what has that name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// Writes all bytes; also gives how many were taken before an error.
pub(crate) fn write_all(
    files: &dyn Files,
    file: &File,
    path: &Path,
    bytes: &[u8],
) -> (usize, io::Result<()>) {
    let mut taken = 0;
    while taken < bytes.len() {
        match files.write(file, path, &bytes[taken..]) {
            Ok(0) => return (taken, Err(io::ErrorKind::WriteZero.into())),
            Ok(count) => taken += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (taken, Err(error)),
        }
    }
    (taken, Ok(()))
}

/// A file that comes into being whole or not at all.
pub(crate) struct Whole<'a> {
    pub files: &'a dyn Files,
    /// Where it is written first; in the file system of its place.
    pub temporary: &'a Path,
    /// Its permissions.
    pub mode: u32,
    /// Whether it has to survive the loss of power.
    pub sync: bool,
}

impl Whole<'_> {
    /// Writes the temporary file; it is removed again after an error.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let file = self.files.create(self.temporary, self.mode)?;
        let mut result = write_all(self.files, &file, self.temporary, bytes).1;
        if result.is_ok() && self.sync {
            result = self.files.sync(&file, self.temporary);
        }
        if result.is_err() {
            self.abandon();
        }
        result
    }

    /// Writes, and gives the file its name.
    pub fn put(&self, to: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)?;
        self.files.rename(self.temporary, to).inspect_err(|_| self.abandon())
    }

    fn abandon(&self) {
        // The error that led here is the one to report.
        let _ = self.files.remove(self.temporary);
    }
}

/// Reads a file through the seam.
#[derive(Debug)]
pub(crate) struct FileReader {
    pub files: Arc<dyn Files>,
    pub file: File,
    pub path: PathBuf,
    pub offset: u64,
}

impl FileReader {
    pub fn open(files: &Arc<dyn Files>, path: PathBuf) -> io::Result<Self> {
        Ok(Self { files: Arc::clone(files), file: files.open(&path)?, path, offset: 0 })
    }
}

impl Read for FileReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.files.read_at(&self.file, &self.path, buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}
