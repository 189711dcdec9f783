//! What can go wrong with a store, in plain words, with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::runs::RunId;

/// The result of everything that touches the disk.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store could not do what was asked. [`StoreError::hint`] says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Files or folders of the store may not be written.
    #[error("the store cannot be written: {cause} at `{}`", path.display())]
    ReadOnly {
        /// What could not be written.
        path: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// No space, or no quota, is left.
    #[error("the disk of the store is full: {cause} at `{}`", path.display())]
    Full {
        /// What was being written.
        path: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The root holds something else.
    #[error("`{}` is not a store: {why}", path.display())]
    NotAStore {
        /// The root that was given.
        path: PathBuf,
        /// What is there.
        why: String,
    },
    /// A newer program made the store, or has brought it up to its own format.
    #[error("the store `{}` has format {found}, but this program knows formats up to {known}", path.display())]
    Newer {
        /// The root.
        path: PathBuf,
        /// The format found.
        found: u32,
        /// The newest that this program can read.
        known: u32,
    },
    /// Another process held the database for longer than the store waits.
    #[error("the store `{}` is busy: another process has been writing to it for {waited_s} s", path.display())]
    Locked {
        /// The database.
        path: PathBuf,
        /// How long was waited, in seconds.
        waited_s: u64,
    },
    /// Something that the store wrote cannot be read any more.
    #[error("`{}` is damaged: {cause}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// Another error of the system.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another error of the database.
    #[error("the database of the store, `{}`, failed: {source}", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// There is no such run.
    #[error("there is no run `{asked}` in this store")]
    NoRun {
        /// The id, the prefix, or `last`.
        asked: String,
    },
    /// A prefix stands for several runs.
    #[error("`{asked}` is the beginning of several runs: {}", list(matches))]
    SeveralRuns {
        /// The prefix.
        asked: String,
        /// Some of the runs that begin with it.
        matches: Vec<RunId>,
    },
    /// A process works on the run.
    #[error("the run `{id}` is still held by a process that works on it")]
    RunHeld {
        /// The run.
        id: RunId,
    },
    /// The run has ended, so nothing can be added to it.
    #[error("the run `{id}` has already {ended}")]
    RunEnded {
        /// The run.
        id: RunId,
        /// `finished`, `failed` or `been cancelled`.
        ended: &'static str,
    },
    /// An event cannot go into the journal.
    #[error("event {seq} cannot go into the journal: {why}")]
    Event {
        /// The number that it would have had.
        seq: u64,
        /// What is wrong with it.
        why: String,
    },
}

fn list(ids: &[RunId]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

impl StoreError {
    /// What to do about it, beginning with a verb.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::ReadOnly { .. } => {
                "give this user write access to the store, or choose another folder for it"
            }
            Self::Full { .. } => "make room on this disk or prune the store; nothing that was stored is lost",
            Self::NotAStore { .. } => "choose an empty folder, or one that a store was made in before",
            Self::Newer { .. } => "update this program, or choose another folder for its store",
            Self::Locked { .. } => "wait for the other process, or end it, and try again",
            Self::Damaged { .. } => {
                "verify the store: what can be computed again is set aside, the rest is listed"
            }
            Self::Io { .. } => "check the disk and the access rights of this path",
            Self::Database { .. } => {
                "verify the store; if it stays, keep a copy of the folder and begin a new one"
            }
            Self::NoRun { .. } => "list the runs, and take an id or the beginning of one",
            Self::SeveralRuns { .. } => "give more digits of the id",
            Self::RunHeld { .. } => "wait until it ends, or cancel it first",
            Self::RunEnded { .. } => "begin a new run",
            Self::Event { .. } => "hand over one JSON object for each event, in order",
        }
    }

    /// An error of the system, sorted by what can be done about it.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::Full { path, cause: plain(&source) },
            Kind::ReadOnlyFilesystem | Kind::PermissionDenied => {
                Self::ReadOnly { path, cause: plain(&source) }
            }
            _ => Self::Io { action, path, source },
        }
    }

    /// An error of the database, sorted in the same way.
    pub(crate) fn database(path: &Path, source: rusqlite::Error) -> Self {
        let code = source.sqlite_error_code();
        let path = path.to_owned();
        match code {
            Some(ErrorCode::DiskFull) => Self::Full { path, cause: "no space left on device".to_owned() },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path, cause: "the database is read-only".to_owned() }
            }
            Some(ErrorCode::CannotOpen) => {
                Self::ReadOnly { path, cause: "the database cannot be opened for writing".to_owned() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Locked { path, waited_s: crate::database::BUSY.as_secs() }
            }
            Some(ErrorCode::NotADatabase) => {
                Self::NotAStore { path, why: "its `store.db` is not a database".to_owned() }
            }
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, cause: source.to_string() },
            _ => Self::Database { path, source },
        }
    }
}

/// The system's words in lower case and without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// Adds to an error of the system what was tried with which file.
pub(crate) trait At<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T> {
        self.map_err(|error| StoreError::io(action, path, error))
    }
}
