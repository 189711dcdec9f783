//! Where artifacts of unit tests go.
//!
//! A test reads what a node wrote when the node's context is gone, so its folder stays as long as the process. Nobody tells a process of tests
//! that it ends: the next one that needs a folder removes those of processes that have. A lock says which have, whatever machine or container
//! shares the temporary folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

const PREFIX: &str = "lightflow-test-";
/// Held while the process lives. It has this name only when it is locked.
const LOCK: &str = "lock";

/// A place for a folder that nobody else has.
pub fn place() -> PathBuf {
    static PROCESS: OnceLock<Option<Folder>> = OnceLock::new();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let process = PROCESS.get_or_init(|| {
        let temporary = std::env::temp_dir();
        sweep(&temporary);
        Folder::make(&temporary).ok()
    });
    match process {
        Some(folder) => folder.path.join(NEXT.fetch_add(1, Ordering::Relaxed).to_string()),
        // Whoever makes it will say what is wrong.
        None => std::env::temp_dir().join(unique()),
    }
}

fn unique() -> String {
    format!("{PREFIX}{:016x}", fastrand::u64(..))
}

/// The folder of a process.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Unlocked by the system when the process ends, however that is.
    _lock: File,
}

impl Folder {
    fn make(temporary: &Path) -> io::Result<Self> {
        let path = temporary.join(unique());
        fs::create_dir(&path)?;
        let lock = File::create_new(path.join("new"))?;
        lock.lock()?;
        fs::rename(path.join("new"), path.join(LOCK))?;
        Ok(Self { path, _lock: lock })
    }
}

/// Removes the folders of processes that have ended. What cannot be removed stays: it is somebody else's.
fn sweep(temporary: &Path) {
    let entries = fs::read_dir(temporary).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let path = entry.path();
        let Ok(lock) = File::open(path.join(LOCK)) else { continue };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_another_below_the_folder_of_the_process() {
        let (one, other) = (place(), place());
        assert_ne!(one, other);
        assert_eq!(one.parent(), other.parent());
        assert!(one.parent().unwrap().join(LOCK).is_file());
    }

    #[test]
    fn what_ended_processes_left_is_removed_and_nothing_else() {
        let temporary = tempfile::tempdir().unwrap();
        let (alive, ended) = (Folder::make(temporary.path()), Folder::make(temporary.path()));
        let (alive, ended) = (alive.unwrap(), ended.unwrap());
        fs::write(ended.path.join("file"), "left").unwrap();
        let left = ended.path.clone();
        drop(ended);
        for name in ["lightflow-test-begun", "another"] {
            fs::create_dir(temporary.path().join(name)).unwrap();
        }
        sweep(temporary.path());
        assert!(!left.exists());
        assert!(alive.path.join(LOCK).exists());
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 3);
    }
}
