//! Runs that last: each step's output is kept, so that a second run computes what changed, and a killed one goes on.
//!
//! ```
//! use lightflow::prelude::*;
//! use lightflow::registry::Registry;
//! use lightflow::runs::{Place, Reuse, Runs};
//! use lightflow::{Engine, Workflow};
//!
//! #[node]
//! fn double(number: u32) -> u32 {
//!     number * 2
//! }
//!
//! #[workflow]
//! fn twice(number: u32) -> u32 {
//!     let once = double(number);
//!     double(once)
//! }
//!
//! # let folder = std::env::temp_dir().join(format!("lightflow-doc-{}", std::process::id()));
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let runs = Runs::open(&folder)?;
//! let inputs = serde_json::json!({ "number": 3 });
//! let recording = runs.begin(<twice as Workflow>::SPEC, inputs.as_object().unwrap(), Place::default(), Reuse::default())?;
//! let result = Engine::new().submit(twice { number: 3 }).recorded(recording.recorder()).await;
//! recording.end(result.as_ref().map(|_| None).map_err(ToString::to_string))?;
//! assert_eq!(result.unwrap(), 12);
//! # Ok::<(), lightflow::runs::StoreError>(())
//! # }).unwrap();
//! # std::fs::remove_dir_all(folder).unwrap();
//! ```
//!
//! The store itself is the crate `lightflow-store`; this module connects it to the engine.

mod history;
mod journal;
mod kept;
mod known;
mod logs;
mod otlp;
mod place;
mod recorder;
mod step_logs;
mod trace;
mod tracer;
mod usage;
mod why;

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

pub use lightflow_store::{
    Artifact, Cancelled, Digest, Durability, Ending, GcPolicy, JournalReader, NewVerdict, Run, RunFilter,
    RunId, RunRequest, RunStatus, StepRecord, Store, StoreError, Verdict, VerdictFilter,
};

pub use known::Known;
pub use logs::{LogLine, LogReader};
pub use place::{Place, StorePlace, default_root};
pub use recorder::Reuse;
pub use trace::Trace;
pub use usage::{StepDone, Usage, usage_text};
pub use why::{Reason, Why};

use journal::Journal;
use lightflow_runtime::record::Recorder;
use lightflow_runtime::spec::WorkflowSpec;
use recorder::StoreRecorder;

/// The runs of a store.
#[derive(Clone, Debug)]
pub struct Runs {
    store: Store,
}

/// A run whose steps and events are being kept.
#[derive(Debug)]
pub struct Recording {
    recorder: Arc<StoreRecorder>,
    journal: Journal,
}

impl Runs {
    /// Opens the store in this folder, or makes one.
    ///
    /// # Errors
    /// When the folder holds something else, or cannot be written.
    pub fn open(root: impl AsRef<Path>) -> Result<Self, StoreError> {
        Ok(Self::of(Store::open(root)?))
    }

    /// The runs of a store that was opened in its own way.
    pub fn of(store: Store) -> Self {
        Self { store }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Begins a run of a workflow with these inputs.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn begin(
        &self,
        workflow: &'static WorkflowSpec,
        inputs: &Map<String, Value>,
        place: Place,
        reuse: Reuse,
    ) -> Result<Recording, StoreError> {
        let mut request = request(workflow, inputs);
        (request.folder, request.output_folder) = (place.folder, place.output_folder);
        self.record(request, workflow, reuse)
    }

    /// Begins a run of a workflow as it was asked for.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn record(
        &self,
        request: RunRequest,
        workflow: &'static WorkflowSpec,
        reuse: Reuse,
    ) -> Result<Recording, StoreError> {
        let handle = self.store.create(request)?;
        Ok(Recording::new(handle, workflow.graph.id, reuse, false))
    }

    /// Goes on with a run that was interrupted, failed or cancelled.
    ///
    /// What its steps gave is known; a step whose code or inputs changed since then runs again.
    ///
    /// # Errors
    /// When there is no such run, another process works on it, or it has finished.
    pub fn resume(
        &self,
        id: RunId,
        workflow: &'static WorkflowSpec,
        reuse: Reuse,
    ) -> Result<Recording, StoreError> {
        let handle = self.store.resume(id)?;
        Ok(Recording::new(handle, workflow.graph.id, reuse, true))
    }
}

impl Recording {
    fn new(handle: lightflow_store::RunHandle, workflow: &'static str, reuse: Reuse, resumed: bool) -> Self {
        let handle = Arc::new(handle);
        let recorder = Arc::new(StoreRecorder::new(handle.clone(), workflow, reuse));
        Self { recorder, journal: Journal::new(handle, resumed) }
    }

    /// The run's id.
    pub fn id(&self) -> RunId {
        self.recorder.id()
    }

    /// The run's folder, with its request, journal, outputs and logs.
    pub fn folder(&self) -> &Path {
        self.journal.folder()
    }

    /// What the engine asks before each step, and tells after it.
    pub fn recorder(&self) -> Arc<dyn Recorder> {
        self.recorder.clone()
    }

    /// Writes an event to the journal.
    pub fn event(&mut self, event: &lightflow_runtime::Event) {
        self.journal.event(event);
    }

    /// Whether somebody, in this process or another, wants the run to stop.
    pub fn is_cancel_asked(&self) -> bool {
        self.recorder.handle().is_cancel_asked()
    }

    /// Why each step ran that was not known, in the order in which they began.
    pub fn reasons(&self) -> Vec<Why> {
        self.recorder.reasons()
    }

    /// The first thing that could not be kept: the run went on, but what is missing will be computed again.
    pub fn trouble(&self) -> Option<String> {
        self.recorder.trouble().or_else(|| self.journal.trouble())
    }

    /// Ends the run: with its outputs, or with what went wrong.
    ///
    /// # Errors
    /// When the store cannot be written: then the run counts as interrupted.
    pub fn end(self, result: Result<Option<&Value>, String>) -> Result<(), StoreError> {
        self.recorder.record_known()?;
        match result {
            Ok(outputs) => self.recorder.handle().finish(Ending::Finished, outputs, None),
            Err(error) => self.recorder.handle().finish(Ending::Failed, None, Some(&error)),
        }
    }

    /// Ends the run: somebody cancelled it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn cancelled(self) -> Result<(), StoreError> {
        self.recorder.record_known()?;
        self.recorder.handle().finish(Ending::Cancelled, None, None)
    }
}

/// What is kept of a run before it begins: workflow, inputs without secrets, program and versions.
pub fn request(workflow: &'static WorkflowSpec, inputs: &Map<String, Value>) -> RunRequest {
    let mut request = RunRequest::new(workflow.graph.id, Value::Object(workflow.graph.shown(inputs)));
    request.program = program();
    request.versions.insert("lightflow".into(), env!("CARGO_PKG_VERSION").into());
    request.versions.insert("workflow".into(), format!("{:032x}", workflow.graph.fingerprint));
    request
}

/// The name of the program that runs.
pub fn program() -> String {
    let path = std::env::current_exe().unwrap_or_default();
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
