//! Where things lie below the root of a store.

use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::runs::RunId;

/// The paths of one store.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
    cache: PathBuf,
}

impl Layout {
    /// What can be computed again may lie elsewhere.
    pub fn new(root: &Path, cache: Option<&Path>) -> Self {
        Self { root: root.to_owned(), cache: cache.unwrap_or(root).to_owned() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn database(&self) -> PathBuf {
        self.root.join("store.db")
    }

    /// Held for moments only: while a store is opened, and while a run is claimed or looked at.
    pub fn lock(&self) -> PathBuf {
        self.root.join("store.lock")
    }

    pub fn blobs(&self) -> PathBuf {
        self.cache.join("blobs")
    }

    pub fn quarantine(&self) -> PathBuf {
        self.cache.join("quarantine")
    }

    pub fn runs(&self) -> PathBuf {
        self.root.join("runs")
    }

    pub fn run(&self, id: RunId) -> RunFolder {
        RunFolder(self.runs().join(id.to_string()))
    }

    pub fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    /// Beside the blobs, so that a blob can be renamed into its place.
    pub fn blobs_on_their_way(&self) -> PathBuf {
        self.cache.join("tmp")
    }

    /// A name in `tmp` that no other process and no other thread takes.
    pub fn new_temporary(&self) -> PathBuf {
        self.temporary().join(unique())
    }

    /// The same for a blob.
    pub fn new_blob(&self) -> PathBuf {
        self.blobs_on_their_way().join(unique())
    }

    /// The folders of a store.
    pub fn folders(&self) -> [PathBuf; 5] {
        [self.blobs(), self.quarantine(), self.blobs_on_their_way(), self.runs(), self.temporary()]
    }
}

fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // The random part is for process ids that come again after a restart, and in containers.
    format!("{}-{count}-{:08x}", process::id(), fastrand::u32(..))
}

/// The files of one run.
#[derive(Debug, Clone)]
pub(crate) struct RunFolder(pub PathBuf);

impl RunFolder {
    pub fn request(&self) -> PathBuf {
        self.0.join("request.json")
    }

    pub fn events(&self) -> PathBuf {
        self.0.join("events.jsonl")
    }

    pub fn outputs(&self) -> PathBuf {
        self.0.join("outputs.json")
    }

    pub fn status(&self) -> PathBuf {
        self.0.join("status.json")
    }

    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// There if somebody wants the run to stop.
    pub fn cancel(&self) -> PathBuf {
        self.0.join("cancel")
    }

    /// Locked for as long as a process works on the run.
    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }
}
