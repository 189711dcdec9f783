//! The store of LightFlow: runs, their steps and their outputs on disk, addressed by their content.
#![allow(missing_docs)]
mod actions;
mod blobs;
mod contents;
mod database;
mod digest;
mod error;
mod files;
mod journal;
mod layout;
mod options;
mod runs;
mod store;

pub use actions::{Action, ActionInfo, Output};
pub use blobs::Readable;
pub use digest::{Digest, NotADigest};
pub use error::{Result, StoreError};
pub use files::{DiskFiles, Fault, FaultyFiles, Files, Injected};
pub use journal::{AsEvent, Event, JournalReader};
pub use options::{Durability, Options};
pub use runs::{Ending, Run, RunFilter, RunHandle, RunId, RunRequest, RunStatus, StepRecord};
pub use store::Store;
