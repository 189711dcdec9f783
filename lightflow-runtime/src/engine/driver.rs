//! Walks the frames of one run.
//!
//! Ready steps are a stack: what a step made ready runs next, so values are used while they are hot and few are
//! alive at once. Trivial steps run right here; what waits, or is long, goes to `in_flight`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::abandoned::Jobs;
use super::frames::Frames;
use super::pace::Pace;
use super::signal::{self, Waiting};
use super::step::{Kept, StepRef};
use super::streams::Filling;
use super::stride::Walk;
use super::{Engine, RunError, RunErrorKind, RunShared};
use crate::event::EventKind;
use crate::frame::{Cx, Frame, Place};
use crate::spec::CompositionSpec;

pub(crate) struct Driver {
    // Dropped first: futures borrow from frames.
    // Made when the first step waits: most short runs never do.
    pub(super) in_flight: Option<FuturesUnordered<Waiting>>,
    pub(super) run: Arc<RunShared>,
    pub(super) engine: Engine,
    pub(super) ready: Vec<StepRef>,
    pub(super) frames: Option<Frames>,
    /// Made when the first step gets a thread of its own.
    pub(super) jobs: Option<Arc<Jobs>>,
    /// Steps that have started and are not done.
    pub(super) running: usize,
    /// Steps that wait for a permit.
    pub(super) queued: usize,
    /// Ready steps beyond the bound on steps in flight.
    pub(super) parked: Vec<(StepRef, Option<Kept>)>,
    /// Streams that steps go on to fill.
    pub(super) streams: Vec<Filling>,
    /// The step whose code runs right now.
    pub(super) current: Option<StepRef>,
    pub(super) state: State,
    /// When it began, if anybody wants to know.
    pub(super) began: Option<Instant>,
    pub(super) walk: Walk,
    pub(super) pace: Pace,
    /// The workflow's own frame, until it is entered.
    pub(super) root: Option<Frame<'static>>,
}

pub(super) enum State {
    Running,
    /// Ended; waits for sync steps to notice.
    Ending(RunError, futures_util::future::BoxFuture<'static, ()>),
    Ended,
}

impl Driver {
    /// A driver for a workflow whose inputs `enter` moves into its frame, and whose result goes to `out`.
    pub fn new(
        engine: Engine,
        run: Arc<RunShared>,
        graph: &'static CompositionSpec,
        out: *mut u8,
        enter: impl FnOnce(Cx<'_>),
    ) -> Self {
        tracing::debug!(workflow = graph.id, "run started");
        run.emit(|| EventKind::RunStarted { workflow: graph.id });
        let mut frames = Frames::new(run.recording.is_some());
        let place = Place { parent: std::ptr::null_mut(), parent_step: 0, out };
        let frame = frames.open(graph.body, place);
        // SAFETY: the driver holds both as long as it walks.
        let walk = unsafe { Walk::new(frame, &run) };
        enter(Cx { run: &run, frame, step: 0, child: Some(frame), flag: None, recorded: false });
        let told = run.events().is_some() || tracing::enabled!(tracing::Level::DEBUG);
        Self {
            in_flight: None,
            run,
            engine,
            ready: Vec::new(),
            frames: Some(frames),
            jobs: None,
            running: 0,
            queued: 0,
            parked: Vec::new(),
            streams: Vec::new(),
            current: None,
            state: State::Running,
            began: told.then(Instant::now),
            walk,
            pace: Pace::new(),
            root: Some(frame),
        }
    }

    /// Drives the run until it waits or ends.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), RunError>> {
        loop {
            match &mut self.state {
                State::Running => {}
                State::Ending(_, idle) => {
                    if idle.as_mut().poll(context).is_pending() {
                        return Poll::Pending;
                    }
                    let State::Ending(error, _) = std::mem::replace(&mut self.state, State::Ended) else {
                        continue;
                    };
                    self.leave_frames();
                    self.run.emit(|| match error.kind {
                        RunErrorKind::Cancelled => EventKind::RunCancelled,
                        _ => EventKind::RunFailed { error: error.to_string() },
                    });
                    return Poll::Ready(Err(error));
                }
                State::Ended => return Poll::Ready(Ok(())),
            }
            // One guard for a whole turn: a panic in a step's code ends the run in any case.
            match catch_unwind(AssertUnwindSafe(|| self.turn(context))) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(())) => {}
                Err(panic) => {
                    let kind = RunErrorKind::Panicked(signal::panic_text(panic.as_ref()));
                    self.fail(self.walk.here().or(self.current), kind);
                }
            }
        }
    }

    /// Runs what is ready, then looks for what has come; ready when there is more to do.
    fn turn(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.walk.waker.will_wake(context.waker()) {
            self.walk.waker = context.waker().clone();
        }
        self.pace = Pace::new();
        if let Some(root) = self.root.take() {
            self.enter(root);
        }
        while self.is_running() {
            while let Some(step) = self.ready.pop() {
                self.dispatch(step);
                if self.pace.step() && self.breathe() {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
            if !self.is_running() || self.unpark() || self.open_lane() {
                continue;
            }
            self.run.driver.register(context.waker());
            if self.run.is_cancelled() {
                self.fail(None, RunErrorKind::Cancelled);
                continue;
            }
            let in_flight = self.in_flight.get_or_insert_default();
            match in_flight.poll_next_unpin(context) {
                Poll::Ready(Some(signal)) => self.hear(signal),
                // A run with steps left has one ready or in flight, but a preview leaves some where they are.
                Poll::Ready(None) => self.fail(None, RunErrorKind::Withheld),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(())
    }

    /// Looks up from the work: at the run's cancellation, and at how long others have waited. True if they waited too long.
    pub(super) fn breathe(&mut self) -> bool {
        if self.run.is_cancelled() {
            self.fail(None, RunErrorKind::Cancelled);
        }
        self.pace.is_over()
    }

    pub(super) fn wait_for(&mut self, waiting: Waiting) {
        self.in_flight.get_or_insert_default().push(waiting);
    }

    pub(super) fn is_running(&self) -> bool {
        matches!(self.state, State::Running)
    }

    /// Whether as many steps are in flight as may be.
    pub(super) fn is_crowded(&self) -> bool {
        self.running >= self.engine.shared.parallel_steps
    }

    pub(super) fn frames(&mut self) -> &mut Frames {
        self.frames.as_mut().expect("a running driver has its frames")
    }
}

/// Stands for "enter this frame" on the stack of ready steps.
pub(super) const ROOT: u32 = u32::MAX;
