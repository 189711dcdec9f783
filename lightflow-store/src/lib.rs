//! The store of LightFlow: runs, their steps and their outputs on disk, addressed by their content.
//!
//! It knows nothing of plans, nodes, HTTP or the command line: an output is bytes, an input is a digest, and an event is a
//! JSON object. All of it is plain blocking code that any number of threads and processes may use on one folder.
//!
//! ```
//! use lightflow_store::{Digest, Ending, RunRequest, RunStatus, StepRecord, Store};
//! use serde_json::json;
//!
//! # let folder = tempfile::tempdir()?;
//! # let root = folder.path();
//! let store = Store::open(root)?;
//! let run = store.create(RunRequest::new("poster", json!({"side": 512})))?;
//! run.append(&[json!({"kind": "started"})])?;
//!
//! // The key stands for the node, its code and what comes in. Nobody has computed this yet.
//! let key = Digest::of(b"fit, its code, a photo, 512");
//! assert!(store.lookup(key)?.is_none());
//! let step = StepRecord { key: Some(key), ..StepRecord::new("fit", "studio::fit", "5f0c") };
//! run.keep_step(&step, b"the picture")?;
//! run.finish(Ending::Finished, Some(&json!({"image": "the picture"})), None)?;
//!
//! // From now on every run, in every process, finds it.
//! assert_eq!(store.lookup(key)?.unwrap().bytes, "the picture");
//! assert_eq!(store.find("last")?.status, RunStatus::Finished);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What lies where
//!
//! | path | what |
//! |---|---|
//! | `store.db` | SQLite: what contents, actions, runs and steps there are, and contents up to 4 KiB |
//! | `blobs/ab/cdef..` | larger contents, named by their blake3 digest, read-only |
//! | `runs/<id>/request.json`, `outputs.json`, `status.json` | what was asked, what came out, how far it is |
//! | `runs/<id>/events.jsonl` | the journal: one event a line, numbered from 0 without gaps |
//! | `runs/<id>/logs/` | what programs said |
//! | `quarantine/` | contents that were found damaged |
//! | `tmp/` | what is being written |
//!
//! The files of a run are for people, `cat` and `jq`; where they and the database differ, the database is right, and
//! [`Store::verify`] mends `status.json`.
//!
//! # What holds
//!
//! - **A content that is read has its digest.** A damaged one is set aside, forgotten and absent, so it is computed again.
//! - **A step is done when its transaction is.** [`RunHandle::keep_step`] stores the output, keeps the action and records
//!   the step together; what it acknowledged survives the kill of the process. What has to survive a loss of power, says
//!   [`Durability`].
//! - **A run is held by a lock of the operating system**, not by a time-out: when its process is gone, however that
//!   happened, the run is [`RunStatus::Interrupted`] for everybody at once, and [`Store::resume`] goes on with it.
//! - **An event is in the journal once its line is whole.** A torn end is cut when the run goes on. A line has no digest:
//!   of what a disk changes silently in the middle of a journal, only what is no JSON any more or has another number is noticed.
//! - **Nothing that somebody needs is pruned**, also while others work; see [`Store::gc`].
//!
//! A network file system has to have locks that work; SQLite's write-ahead log needs all processes on one machine.

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
#[cfg(feature = "schema")]
mod schema;
mod store;
mod upkeep;

pub use actions::{Action, ActionInfo, Output};
pub use content_reader::ContentReader;
pub use digest::{Digest, Hasher, NotADigest};
pub use error::{Result, StoreError};
pub use files::{DiskFiles, Fault, FaultyFiles, Files, Injected};
pub use journal::{AsEvent, Event, JournalReader};
pub use options::{Durability, Options};
pub use runs::{
    Artifact, Cancelled, Ending, NewVerdict, Run, RunFilter, RunHandle, RunId, RunRequest, RunStatus,
    StepRecord, Verdict, VerdictFilter,
};
pub use store::Store;
pub use upkeep::{Amount, Finding, GcPolicy, GcReport, Stats, VerifyReport};
