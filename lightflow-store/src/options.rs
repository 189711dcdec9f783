//! How a store is opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Store;
use crate::error::Result;
use crate::files::{DiskFiles, Files};

/// What has to survive what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// What was acknowledged survives the end of the process, however sudden. After a loss of power, contents may be
    /// missing (never wrong). Nothing waits for the disk.
    Process,
    /// Contents are on the disk before the database speaks of them. After a loss of power, the last steps may be missing.
    #[default]
    Normal,
    /// What was acknowledged survives a loss of power: each step and each event waits for the disk.
    Full,
}

/// The time, as functions of the store ask for it.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// How a store is opened; see [`Store::options`].
#[derive(Clone)]
pub struct Options {
    pub(crate) durability: Durability,
    pub(crate) inline_limit: usize,
    pub(crate) files: Arc<dyn Files>,
    pub(crate) clock: Clock,
    pub(crate) max_pages: Option<u32>,
    pub(crate) cache: Option<PathBuf>,
}

/// Contents up to this size lie in the database. Measured, see `docs/performance.md`: up to here a row is
/// cheaper than a file, also without waiting for the disk.
pub(crate) const INLINE_LIMIT: usize = 4096;

impl Default for Options {
    fn default() -> Self {
        Self {
            durability: Durability::default(),
            inline_limit: INLINE_LIMIT,
            files: Arc::new(DiskFiles),
            clock: Arc::new(SystemTime::now),
            max_pages: None,
            cache: None,
        }
    }
}

impl Options {
    /// What has to survive what; [`Durability::Normal`] if nothing is said.
    #[must_use]
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// Contents up to so many bytes lie in the database instead of in files of their own; 4096 if nothing is said.
    #[must_use]
    pub fn inline_limit(mut self, bytes: usize) -> Self {
        self.inline_limit = bytes;
        self
    }

    /// Keeps larger contents in this folder instead of in the root: what is lost with it is computed again.
    ///
    /// All who open the store have to name the same folder.
    #[must_use]
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// Does everything with files through this, so that a test can make it fail.
    #[must_use]
    pub fn files(mut self, files: Arc<dyn Files>) -> Self {
        self.files = files;
        self
    }

    /// Takes the time from this, so that a test can let it pass.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Lets the database grow to so many pages of 4 KiB only, as if the disk were full then: for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn max_pages(mut self, pages: u32) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// Opens the store in this folder, and makes it if the folder is empty or missing.
    ///
    /// # Errors
    /// If the folder holds something else, was made by a newer program, or cannot be written.
    pub fn open(self, root: impl AsRef<Path>) -> Result<Store> {
        Store::with_options(root.as_ref(), self)
    }

    pub(crate) fn now_ms(&self) -> u64 {
        let since = (self.clock)().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("durability", &self.durability)
            .field("inline_limit", &self.inline_limit)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}
