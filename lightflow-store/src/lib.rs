//! The store of LightFlow: runs, their steps and their outputs on disk, addressed by their content.
#![allow(missing_docs)]
mod actions;
mod blobs;
mod content_reader;
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
mod upkeep;

pub use actions::{Action, ActionInfo, Output};
pub use content_reader::ContentReader;
pub use digest::{Digest, NotADigest};
pub use error::{Result, StoreError};
pub use files::{DiskFiles, Fault, FaultyFiles, Files, Injected};
pub use journal::{AsEvent, Event, JournalReader};
pub use options::{Durability, Options};
pub use runs::{Ending, Run, RunFilter, RunHandle, RunId, RunRequest, RunStatus, StepRecord};
pub use store::Store;
pub use upkeep::{Amount, Finding, GcPolicy, GcReport, Stats, VerifyReport};
