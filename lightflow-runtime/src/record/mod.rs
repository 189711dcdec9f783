//! What makes a step known again: digests of its inputs, the key made of them, and what it gave under that key.
//!
//! A run with a [`Recorder`] asks it before each step, and tells it after. What the recorder knows is not run again: a
//! second run computes what changed, and a run that was killed goes on. Without a recorder none of this is there.

mod digest;
mod elsewhere;
mod executor;
mod files;
mod kept;
mod key;
mod step;

pub use digest::Digest;
pub(crate) use executor::idempotency_key;
pub use executor::{Elsewhere, Executor, Here, Task, TaskInput};
pub use files::FileDigests;
pub use kept::{ArtifactFile, Kept};
pub use key::{InputDigest, KeyWriter, StepKey};
pub(crate) use step::Recording;
pub(crate) use step::Withheld;
pub use step::recorded;

/// Where the outputs of steps are kept and found again.
///
/// Calls block: they come from the thread that runs the step, or from one of their own for an `async` node.
pub trait Recorder: Send + Sync + std::fmt::Debug + 'static {
    /// What identifies the run: part of the keys of volatile steps, which are known again in the same run only.
    fn run_id(&self) -> &str;

    /// What a step with this key gave, if it is known.
    fn find(&self, key: &StepKey) -> Option<Kept>;

    /// A step with this key was run and gave this.
    ///
    /// A recorder that cannot keep it says so in its own way: the run goes on.
    fn keep(&self, key: &StepKey, kept: Kept);
}
