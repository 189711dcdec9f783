//! Who works on a run: a lock of the operating system, which is gone with its process, however that ends.

use std::fs::{File, TryLockError};
use std::io;

use super::RunId;
use crate::Store;
use crate::error::{At, Result, StoreError};
use crate::layout::RunFolder;

/// Takes the lock of a run whose folder nobody else knows yet.
pub(super) fn lock_new(folder: &RunFolder) -> Result<File> {
    let path = folder.lock();
    let file = File::options().read(true).write(true).create_new(true).open(&path).at("make", &path)?;
    file.lock().at("lock", &path)?;
    Ok(file)
}

impl Store {
    /// Takes the lock of a run, or refuses while a process holds it.
    pub(crate) fn claim(&self, id: RunId) -> Result<File> {
        let _moment = self.lock()?;
        let (path, file) = self.lock_file(id)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(StoreError::RunHeld { id }),
            Err(TryLockError::Error(error)) => Err(error).at("lock", &path),
        }
    }

    /// Whether a process works on a run. A run whose folder is gone is held by nobody.
    pub(crate) fn is_held(&self, id: RunId) -> Result<bool> {
        // The lock of the store makes the moment of looking invisible to those who claim the run.
        let _moment = self.lock()?;
        let (path, file) = match self.lock_file(id) {
            Err(StoreError::NoRun { .. }) => return Ok(false),
            opened => opened?,
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error).at("lock", &path),
        }
    }

    fn lock_file(&self, id: RunId) -> Result<(std::path::PathBuf, File)> {
        let path = self.0.layout.run(id).lock();
        match File::open(&path) {
            Ok(file) => Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::NoRun { asked: id.to_string() })
            }
            Err(error) => Err(error).at("open", &path),
        }
    }
}
