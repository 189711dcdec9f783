//! Files in which this process kills itself.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use lightflow_store::{DiskFiles, Files};
use rustix::process::{Signal, getpid, kill_process};

use crate::plan::{Inside, Moment};

/// The files of the system, with a count of what is done with them, and a kill at one of these operations.
#[derive(Debug)]
pub struct KillingFiles {
    count: AtomicU64,
    at: Option<Inside>,
}

impl KillingFiles {
    pub fn new(at: Option<Inside>) -> Self {
        Self { count: AtomicU64::new(0), at }
    }

    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    fn operation<T>(&self, whole: impl FnOnce() -> T, half: impl FnOnce()) -> T {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        match self.at.filter(|at| at.operation == number).map(|at| at.moment) {
            None => whole(),
            Some(Moment::Before) => die(),
            Some(Moment::Within) => {
                half();
                die()
            }
            Some(Moment::After) => {
                drop(whole());
                die()
            }
        }
    }
}

/// SIGKILL: nothing is flushed, no destructor runs.
fn die() -> ! {
    let _ = kill_process(getpid(), Signal::KILL);
    // The signal ends the process before the call returns.
    std::process::abort()
}

impl Files for KillingFiles {
    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        self.operation(|| DiskFiles.create(path, mode), || ())
    }

    fn append(&self, path: &Path) -> io::Result<File> {
        self.operation(|| DiskFiles.append(path), || ())
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        self.operation(|| DiskFiles.open(path), || ())
    }

    fn read_at(&self, file: &File, path: &Path, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.operation(|| DiskFiles.read_at(file, path, buffer, offset), || ())
    }

    fn write(&self, file: &File, path: &Path, bytes: &[u8]) -> io::Result<usize> {
        let half = || drop(DiskFiles.write(file, path, &bytes[..bytes.len() / 2]));
        self.operation(|| DiskFiles.write(file, path, bytes), half)
    }

    fn truncate(&self, file: &File, path: &Path, len: u64) -> io::Result<()> {
        self.operation(|| DiskFiles.truncate(file, path, len), || ())
    }

    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.operation(|| DiskFiles.sync(file, path), || ())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.operation(|| DiskFiles.rename(from, to), || ())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.operation(|| DiskFiles.remove(path), || ())
    }
}
