//! Where a step runs.
//!
//! The engine says which step runs and when. An [`Executor`] says where: in this process, as [`Here`] does, or on
//! another machine, through a queue or an engine that lasts. What travels is a [`Task`]: names and digests that mean the
//! same everywhere, and the written form of the inputs for a store that lacks them.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::{Digest, Kept, StepKey};
use crate::frame::NodeError;

/// Decides where the steps of recorded runs execute. Set with
/// [`EngineBuilder::executor`](crate::EngineBuilder::executor).
///
/// ```
/// use lightflow_runtime::record::{Elsewhere, Executor, Task};
///
/// /// Sends what is heavy to another machine.
/// #[derive(Debug)]
/// struct Farm;
///
/// impl Executor for Farm {
///     fn take(&self, task: &Task) -> Option<Elsewhere> {
///         if task.key.node.resource != Some("gpu") || task.names_files {
///             return None;
///         }
///         let key = task.idempotency_key.clone();
///         Some(Box::pin(async move { Err(format!("no machine took {key}").into()) }))
///     }
/// }
/// ```
pub trait Executor: Send + Sync + Debug + 'static {
    /// Takes a step over, to run it elsewhere; `None` leaves it to this process.
    ///
    /// It is asked for steps whose output can be stored, whose inputs can be written down, and that are not known.
    fn take(&self, task: &Task) -> Option<Elsewhere>;
}

/// What a step that runs elsewhere gives.
///
/// Who took it over tries again by itself, as the node's `retry` and `timeout` say. Dropping it means that the run was
/// cancelled.
pub type Elsewhere = Pin<Box<dyn Future<Output = Result<Kept, NodeError>> + Send>>;

/// A step, in a form that travels.
#[derive(Clone, Debug)]
pub struct Task {
    /// The run.
    pub run: String,
    /// Which step, what it calls, and the digests of its inputs.
    pub key: Arc<StepKey>,
    /// The same for every try of this step in this run, on every machine.
    pub idempotency_key: String,
    /// The inputs in the order of the node's ports.
    pub inputs: Vec<TaskInput>,
    /// Whether an input names files: they have to be there where the step runs.
    pub names_files: bool,
}

/// One input of a [`Task`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskInput {
    /// Into which port it goes.
    pub port: &'static str,
    /// The digest of its written form.
    pub digest: Digest,
    /// Its written form, as the port's codec reads it.
    pub written: Bytes,
}

/// Every step runs in this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here;

impl Executor for Here {
    fn take(&self, _: &Task) -> Option<Elsewhere> {
        None
    }
}

/// See [`Ctx::idempotency_key`](crate::Ctx::idempotency_key).
pub(crate) fn idempotency_key(run: &str, path: &str) -> String {
    Digest::of(format!("{run}\n{path}").as_bytes()).to_string()
}
