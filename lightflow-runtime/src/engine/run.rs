//! One run: prepared, then awaited in place or driven by a task of its own.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::driver::Driver;
use super::traced::Traced;
use super::{Engine, RunError, RunErrorKind, RunShared};
use crate::event::{EventLog, Events};
use crate::frame::Cx;
use crate::record::{Recorder, Recording};
use crate::registry::InputErrors;
use crate::spec::{CompositionSpec, Workflow};

/// A run that is ready to start: await it, or [`spawn`](Self::spawn) it.
///
/// Nothing runs before that, so [`events`](Self::events) misses nothing.
#[must_use = "a run does nothing unless it is awaited or spawned"]
pub struct Run<T> {
    engine: Engine,
    graph: &'static CompositionSpec,
    enter: Box<dyn FnOnce(Cx<'_>) + Send>,
    events: Option<EventLog>,
    refused: Option<InputErrors>,
    recorder: Option<Arc<dyn Recorder>>,
    preview: bool,
    result: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for Run<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("workflow", &self.graph.id).finish_non_exhaustive()
    }
}

impl<T: Send + Sync + 'static> Run<T> {
    pub(super) fn new<W: Workflow<Output = T>>(engine: Engine, inputs: W) -> Self {
        let mut broken = inputs.broken_inputs();
        if broken.is_empty() {
            broken = crate::shape::broken_shapes(&inputs);
        }
        let refused = (!broken.is_empty()).then_some(InputErrors(broken));
        let enter = Box::new(move |cx: Cx<'_>| {
            // A workflow only moves its inputs into its frame; its output comes from the frame's end.
            let nowhere = crate::frame::out(cx.inside(), 0);
            let _ = inputs.start(cx, nowhere);
        });
        Self {
            engine,
            graph: &W::SPEC.graph,
            enter,
            events: None,
            refused,
            recorder: None,
            preview: false,
            result: PhantomData,
        }
    }

    /// What is wrong with the inputs; whoever takes it does not start the run.
    pub(crate) fn take_refusal(&mut self) -> Option<InputErrors> {
        self.refused.take()
    }

    /// Asks `recorder` before each step, and tells it after: what it knows is not run again.
    pub fn recorded(mut self, recorder: Arc<dyn Recorder>) -> Self {
        self.record(recorder);
        self
    }

    pub(crate) fn record(&mut self, recorder: Arc<dyn Recorder>) {
        self.recorder = Some(recorder);
    }

    /// Runs nothing and writes nothing: steps that `recorder` knows are told as they would be, and so are those that
    /// would run, as far as that shows before they do.
    ///
    /// It ends with [`RunErrorKind::Withheld`], or with the result if all was known.
    pub fn preview(mut self, recorder: Arc<dyn Recorder>) -> Self {
        self.be_preview(recorder);
        self
    }

    pub(crate) fn be_preview(&mut self, recorder: Arc<dyn Recorder>) {
        self.recorder = Some(recorder);
        self.preview = true;
        // Who previews wants to hear of it, and a run with events takes each step by itself.
        self.events.get_or_insert_with(EventLog::new);
    }

    /// The events of the run from the first on. Without a subscriber, events cost nothing.
    pub fn events(&mut self) -> Events {
        self.events.get_or_insert_with(EventLog::new).subscribe()
    }

    /// Starts the run in a task of its own on the current tokio runtime.
    pub fn spawn(self) -> RunHandle<T> {
        let driving = self.into_future();
        let shared = driving.shared.clone();
        RunHandle { shared, task: tokio::spawn(driving) }
    }
}

impl<T: Send + Sync + 'static> IntoFuture for Run<T> {
    type Output = Result<T, RunError>;
    type IntoFuture = Driving<T>;

    fn into_future(self) -> Driving<T> {
        let shared = Arc::new(RunShared::new(
            self.graph.id,
            self.events,
            self.engine.shared.output_folder.clone(),
            self.engine.shared.models.clone(),
            self.recorder.map(|recorder| {
                let executor = self.engine.shared.executor.clone();
                Recording::new(recorder, executor, self.preview)
            }),
        ));
        let mut out = Box::new(MaybeUninit::<T>::uninit());
        let driver =
            Driver::new(self.engine, shared.clone(), self.graph, out.as_mut_ptr().cast(), self.enter);
        Driving { driver, shared, out: Some(out), refused: self.refused }
    }
}

/// A run that is being driven by the task that polls it. Dropping it cancels the run.
pub struct Driving<T> {
    driver: Driver,
    shared: Arc<RunShared>,
    out: Option<Box<MaybeUninit<T>>>,
    refused: Option<InputErrors>,
}

impl<T> std::fmt::Debug for Driving<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Driving").finish_non_exhaustive()
    }
}

impl<T> Unpin for Driving<T> {}

impl<T> Future for Driving<T> {
    type Output = Result<T, RunError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Some(errors) = this.refused.take() {
            let error = RunError { step: None, kind: RunErrorKind::Inputs(errors) };
            this.shared.emit(|| crate::event::EventKind::RunFailed { error: error.to_string() });
            return Poll::Ready(Err(error));
        }
        let _inside = this.shared.traced.as_deref().map(Traced::enter);
        let ended = ready!(this.driver.poll(context));
        let out = this.out.take().expect("a run is not polled after its end");
        // SAFETY: a run without an error has written its result.
        Poll::Ready(ended.map(|()| unsafe { *out.assume_init() }))
    }
}

/// A running workflow. Await it for the result; dropping it lets the run go on.
#[derive(Debug)]
pub struct RunHandle<T> {
    shared: Arc<RunShared>,
    task: tokio::task::JoinHandle<Result<T, RunError>>,
}

impl<T> RunHandle<T> {
    /// Stops the run: `async` steps at once, sync ones when they ask their `ctx`.
    pub fn cancel(&self) {
        self.shared.cancel();
    }

    /// Something that can cancel the run from elsewhere.
    pub fn canceller(&self) -> impl Fn() + Send + Sync + 'static {
        let shared = self.shared.clone();
        move || shared.cancel()
    }
}

impl<T> Future for RunHandle<T> {
    type Output = Result<T, RunError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let joined = ready!(Pin::new(&mut self.task).poll(context));
        Poll::Ready(joined.unwrap_or_else(|error| {
            let kind = match error.try_into_panic() {
                Ok(panic) => RunErrorKind::Panicked(super::signal::panic_text(panic.as_ref())),
                Err(_) => RunErrorKind::Cancelled,
            };
            Err(RunError { step: None, kind })
        }))
    }
}
