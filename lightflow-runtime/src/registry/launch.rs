//! Runs a workflow by id, with inputs and result as JSON.

use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{InputError, InputErrors, check_inputs};
use crate::engine::{Engine, Run, RunError, RunErrorKind};
use crate::event::Events;
use crate::port::CodecError;
use crate::record::Recorder;
use crate::spec::Workflow;

/// Prepares a run of one workflow from JSON inputs.
pub type Launch = fn(&Engine, Map<String, Value>) -> Result<JsonRun, InputErrors>;

/// Checks the inputs and prepares a run of `W`, whose result `to_json` writes down.
///
/// The generated code names `to_json` at the result's type: a type that is no port is refused there, and only there.
///
/// # Errors
/// When inputs are wrong: all of them are named, and nothing has run.
pub fn launch<W: Workflow>(
    engine: &Engine,
    inputs: Map<String, Value>,
    to_json: ToJson<W::Output>,
) -> Result<JsonRun, InputErrors> {
    let inputs = check_inputs(W::SPEC.graph.inputs(), inputs)?;
    let inputs = W::from_json(inputs).map_err(|unread| {
        let errors = unread.errors.into_iter().map(|(port, error)| InputError {
            port: port.into(),
            problem: error.to_string(),
            hint: None,
        });
        InputErrors(errors.collect())
    })?;
    let mut run = engine.submit(inputs);
    match run.take_refusal() {
        Some(errors) => Err(errors),
        None => Ok(JsonRun(Box::new(JsonResult { run, to_json }))),
    }
}

type ToJson<T> = fn(&T) -> Result<Value, CodecError>;

struct JsonResult<T> {
    run: Run<T>,
    to_json: ToJson<T>,
}

impl<T> std::fmt::Debug for JsonResult<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.run.fmt(f)
    }
}

/// A prepared run whose result is JSON.
#[derive(Debug)]
pub struct JsonRun(Box<dyn Prepared>);

/// A running workflow whose result is JSON.
pub struct JsonHandle {
    result: Pin<Box<dyn Future<Output = Result<Value, RunError>> + Send>>,
    cancel: Box<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for JsonHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonHandle").finish_non_exhaustive()
    }
}

impl JsonRun {
    /// The events of the run from the first on.
    pub fn events(&mut self) -> Events {
        self.0.events()
    }

    /// Asks `recorder` before each step, and tells it after: what it knows is not run again.
    pub fn record(&mut self, recorder: Arc<dyn Recorder>) {
        self.0.record(recorder);
    }

    /// Runs nothing and writes nothing: see [`Run::preview`].
    pub fn preview(&mut self, recorder: Arc<dyn Recorder>) {
        self.0.preview(recorder);
    }

    /// Starts the run in a task of its own.
    pub fn spawn(self) -> JsonHandle {
        self.0.spawn()
    }
}

impl JsonHandle {
    /// Something that can cancel the run from elsewhere.
    pub fn into_parts(
        self,
    ) -> (impl Future<Output = Result<Value, RunError>> + Send, Box<dyn Fn() + Send + Sync>) {
        (self.result, self.cancel)
    }

    /// The result.
    ///
    /// # Errors
    /// When a step failed, the run was cancelled, or the result has no JSON form.
    pub async fn result(self) -> Result<Value, RunError> {
        self.result.await
    }
}

trait Prepared: Send + std::fmt::Debug {
    fn events(&mut self) -> Events;
    fn record(&mut self, recorder: Arc<dyn Recorder>);
    fn preview(&mut self, recorder: Arc<dyn Recorder>);
    fn spawn(self: Box<Self>) -> JsonHandle;
}

impl<T: Send + Sync + 'static> Prepared for JsonResult<T> {
    fn events(&mut self) -> Events {
        self.run.events()
    }

    fn record(&mut self, recorder: Arc<dyn Recorder>) {
        self.run.record(recorder);
    }

    fn preview(&mut self, recorder: Arc<dyn Recorder>) {
        self.run.be_preview(recorder);
    }

    fn spawn(self: Box<Self>) -> JsonHandle {
        let Self { run, to_json } = *self;
        let handle = run.spawn();
        let cancel = Box::new(handle.canceller());
        let result = Box::pin(async move {
            let result = handle.await?;
            to_json(&result)
                .map_err(|error| RunError { step: None, kind: RunErrorKind::Failed(error.into()) })
        });
        JsonHandle { result, cancel }
    }
}
