//! Where things lie below the root of a store.

use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::runs::RunId;

/// The paths of one store.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
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
        self.root.join("blobs")
    }

    pub fn quarantine(&self) -> PathBuf {
        self.root.join("quarantine")
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

    /// A name in `tmp` that no other process and no other thread takes.
    pub fn new_temporary(&self) -> PathBuf {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // The random part is for process ids that come again after a restart, and in containers.
        let name = format!("{}-{count}-{:08x}", process::id(), fastrand::u32(..));
        self.temporary().join(name)
    }

    /// The folders of a store.
    pub fn folders(&self) -> [PathBuf; 4] {
        [self.blobs(), self.quarantine(), self.runs(), self.temporary()]
    }
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

    /// Locked for as long as a process works on the run.
    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }
}
