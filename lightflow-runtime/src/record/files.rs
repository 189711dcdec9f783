//! What lies at a path, as part of a step's identity.

use std::collections::HashMap;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Digest;

/// Digests of files, each read once as long as it does not change.
///
/// A folder is its entries: their names, and size and time of each. What lies deeper is not looked at: a node that
/// walks into folders is `volatile`.
#[derive(Debug, Default)]
pub struct FileDigests {
    known: Mutex<HashMap<PathBuf, (Stamp, Digest)>>,
    /// Files that would be there if the run were no preview.
    promised: Mutex<HashMap<PathBuf, Digest>>,
}

/// What changes when a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl FileDigests {
    /// Says what a file would be.
    pub(super) fn promise(&self, path: PathBuf, content: Digest) {
        self.promised.lock().unwrap_or_else(PoisonError::into_inner).insert(path, content);
    }

    /// The identity of what lies at a path; nothing lies at most of them.
    ///
    /// # Errors
    /// When something is there and cannot be read.
    pub fn of(&self, path: &Path) -> io::Result<Digest> {
        if let Some(digest) = self.promised.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Ok(*digest);
        }
        let about = match path.metadata() {
            Ok(about) => about,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Digest::of(b"nothing"));
            }
            Err(error) => return Err(error),
        };
        if about.is_dir() {
            return entries(path);
        }
        if !about.is_file() {
            return Ok(Digest::of(b"special"));
        }
        let stamp = Stamp::of(&about);
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        if let Some((_, digest)) = known.filter(|(then, _)| *then == stamp) {
            return Ok(digest);
        }
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
        let digest = Digest::from_bytes(*hasher.finalize().as_bytes());
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into(), (stamp, digest));
        Ok(digest)
    }
}

impl Stamp {
    fn of(about: &std::fs::Metadata) -> Self {
        Self {
            device: about.dev(),
            inode: about.ino(),
            size: about.size(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        }
    }
}

fn entries(folder: &Path) -> io::Result<Digest> {
    let mut entries = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        let about = entry.metadata()?;
        // A folder's own size and time say nothing of what a node reads in it.
        let stamp = (!about.is_dir()).then(|| (about.len(), about.mtime(), about.mtime_nsec()));
        entries.push((entry.file_name(), stamp));
    }
    entries.sort();
    let mut hasher = blake3::Hasher::new();
    for (name, stamp) in entries {
        let name = name.as_encoded_bytes();
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name);
        if let Some((size, seconds, nanos)) = stamp {
            hasher.update(&size.to_le_bytes()).update(&seconds.to_le_bytes()).update(&nanos.to_le_bytes());
        }
    }
    Ok(Digest::from_bytes(*hasher.finalize().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_its_content_and_a_folder_its_entries() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        let digests = FileDigests::default();
        let nothing = digests.of(&file).unwrap();
        let empty = digests.of(folder.path()).unwrap();
        std::fs::write(&file, "one").unwrap();
        let one = digests.of(&file).unwrap();
        assert_ne!(nothing, one);
        assert_ne!(digests.of(folder.path()).unwrap(), empty);
        std::fs::write(&file, "two!").unwrap();
        assert_ne!(digests.of(&file).unwrap(), one);
        std::fs::write(&file, "one").unwrap();
        assert_eq!(digests.of(&file).unwrap(), one, "the time alone does not matter");
    }
}
