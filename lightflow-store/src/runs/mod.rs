//! Runs: one folder each that people can read, and a row in the database that lists them.

mod artifacts;
mod cancel;
mod create;
mod handle;
mod id;
mod list;
mod lock;
mod request;
mod status;
mod steps;
mod verdicts;

pub use artifacts::Artifact;
pub use cancel::Cancelled;
pub(crate) use create::StatusFile;
pub use handle::RunHandle;
pub use id::RunId;
pub use list::{Run, RunFilter};
pub use request::RunRequest;
pub use status::{Ending, RunStatus};
pub use steps::StepRecord;
pub use verdicts::{NewVerdict, Verdict, VerdictFilter};
