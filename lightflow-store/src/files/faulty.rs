//! Files that fail now and then, by a seed: for tests of what is built on them.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{DiskFiles, Files};

/// A way in which a disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// A write takes only a part of the bytes and says so; the next one finds the disk full.
    ShortWrite,
    /// No space is left.
    NoSpace,
    /// The device reports an error.
    Device,
    /// A rename that reports an error, though it was done.
    LateRename,
    /// A rename after which the new name has only the beginning of the file, as after a loss of power. Nobody is told.
    TornRename,
    /// One bit of what is read is not what was written. Nobody is told.
    ReadFlip,
    /// One bit of what is written turns over. Nobody is told.
    WriteFlip,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ShortWrite,
        Self::NoSpace,
        Self::Device,
        Self::LateRename,
        Self::TornRename,
        Self::ReadFlip,
        Self::WriteFlip,
    ];

    /// Whether nobody is told, so that only a digest can find it.
    #[must_use]
    pub fn is_silent(self) -> bool {
        matches!(self, Self::TornRename | Self::ReadFlip | Self::WriteFlip)
    }
}

/// One fault that was injected.
#[derive(Debug, Clone)]
pub struct Injected {
    /// What went wrong.
    pub fault: Fault,
    /// The file, by the name that it has or would have had.
    pub path: PathBuf,
}

/// The files of the system with faults in them, which a seed decides.
///
/// Silent faults only befall files of which `silent` says that they have a digest.
#[derive(Debug)]
pub struct FaultyFiles {
    state: Mutex<State>,
    silent: fn(&Path) -> bool,
}

#[derive(Debug)]
struct State {
    random: fastrand::Rng,
    /// One call in so many fails; 0 is never.
    one_in: u32,
    faults: Vec<Fault>,
    /// Set after a short write: the disk is full then.
    full: bool,
    injected: Vec<Injected>,
}

impl FaultyFiles {
    /// Files of which one call in `one_in` fails; 0 is never.
    #[must_use]
    pub fn new(seed: u64, one_in: u32, silent: fn(&Path) -> bool) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let faults = Fault::ALL.to_vec();
        Self {
            state: Mutex::new(State { random, one_in, faults, full: false, injected: Vec::new() }),
            silent,
        }
    }

    /// From now on one call in `one_in` fails; 0 is never.
    pub fn set_rate(&self, one_in: u32) {
        let mut state = self.lock();
        state.one_in = one_in;
        state.full = false;
    }

    /// From now on only these faults happen.
    pub fn set_faults(&self, faults: &[Fault]) {
        self.lock().faults = faults.to_vec();
    }

    /// What was injected until now.
    #[must_use]
    pub fn injected(&self) -> Vec<Injected> {
        self.lock().injected.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One of these faults, or mostly none.
    fn draw(&self, path: &Path, faults: &[Fault]) -> Option<Fault> {
        let mut state = self.lock();
        let one_in = state.one_in;
        if one_in == 0 || state.random.u32(..one_in) != 0 {
            return None;
        }
        let may_be_silent = (self.silent)(path);
        let is_possible =
            |fault: &&Fault| state.faults.contains(fault) && (may_be_silent || !fault.is_silent());
        let possible: Vec<Fault> = faults.iter().filter(is_possible).copied().collect();
        let fault = state.random.choice(possible)?;
        state.injected.push(Injected { fault, path: path.to_owned() });
        Some(fault)
    }

    /// Faults of a temporary file are those of the file that it becomes.
    fn renamed(&self, from: &Path, to: &Path) {
        for injected in self.lock().injected.iter_mut().filter(|injected| injected.path == from) {
            to.clone_into(&mut injected.path);
        }
    }

    fn below(&self, bound: usize) -> usize {
        self.lock().random.usize(..bound.max(1))
    }
}

fn no_space() -> io::Error {
    io::Error::from_raw_os_error(28)
}

fn device() -> io::Error {
    io::Error::from_raw_os_error(5)
}

impl Files for FaultyFiles {
    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        match self.draw(path, &[Fault::NoSpace, Fault::Device]) {
            Some(Fault::NoSpace) => Err(no_space()),
            Some(_) => Err(device()),
            None => DiskFiles.create(path, mode),
        }
    }

    fn append(&self, path: &Path) -> io::Result<File> {
        match self.draw(path, &[Fault::Device]) {
            Some(_) => Err(device()),
            None => DiskFiles.append(path),
        }
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        match self.draw(path, &[Fault::Device]) {
            Some(_) => Err(device()),
            None => DiskFiles.open(path),
        }
    }

    fn read_at(&self, file: &File, path: &Path, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let fault = self.draw(path, &[Fault::Device, Fault::ReadFlip]);
        if fault == Some(Fault::Device) {
            return Err(device());
        }
        let count = file.read_at(buffer, offset)?;
        if fault.is_some() && count > 0 {
            buffer[self.below(count)] ^= 1 << self.below(8);
        }
        Ok(count)
    }

    fn write(&self, file: &File, path: &Path, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.lock().full) {
            return Err(no_space());
        }
        match self.draw(path, &[Fault::ShortWrite, Fault::NoSpace, Fault::Device, Fault::WriteFlip]) {
            Some(Fault::ShortWrite) => {
                self.lock().full = true;
                let part = self.below(bytes.len());
                if part == 0 {
                    return Err(no_space());
                }
                DiskFiles.write(file, path, &bytes[..part])
            }
            Some(Fault::NoSpace) => Err(no_space()),
            Some(Fault::WriteFlip) if !bytes.is_empty() => {
                let mut flipped = bytes.to_vec();
                flipped[self.below(bytes.len())] ^= 1 << self.below(8);
                DiskFiles.write(file, path, &flipped)
            }
            Some(Fault::Device) => Err(device()),
            _ => DiskFiles.write(file, path, bytes),
        }
    }

    fn truncate(&self, file: &File, path: &Path, len: u64) -> io::Result<()> {
        match self.draw(path, &[Fault::Device]) {
            Some(_) => Err(device()),
            None => DiskFiles.truncate(file, path, len),
        }
    }

    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        match self.draw(path, &[Fault::Device, Fault::NoSpace]) {
            Some(Fault::Device) => Err(device()),
            Some(_) => Err(no_space()),
            None => DiskFiles.sync(file, path),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.draw(to, &[Fault::Device, Fault::NoSpace, Fault::LateRename, Fault::TornRename]) {
            Some(Fault::Device) => Err(device()),
            Some(Fault::NoSpace) => Err(no_space()),
            Some(Fault::LateRename) => {
                self.renamed(from, to);
                DiskFiles.rename(from, to).and(Err(device()))
            }
            Some(Fault::TornRename) => {
                let bytes = fs::read(from)?;
                let torn = self.below(bytes.len());
                // Of a file without write access too: it is removed and made again.
                fs::remove_file(from)?;
                fs::write(from, &bytes[..torn])?;
                DiskFiles.rename(from, to)
            }
            _ => {
                self.renamed(from, to);
                DiskFiles.rename(from, to)
            }
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match self.draw(path, &[Fault::Device]) {
            Some(_) => Err(device()),
            None => DiskFiles.remove(path),
        }
    }
}
