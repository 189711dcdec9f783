//! Walks the frames of one run.
//!
//! Ready steps are a stack: what a step made ready runs next, so values are used while they are hot and few are
//! alive at once. Trivial steps run right here; what waits, or is long, goes to `in_flight`.

use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::abandoned::Jobs;
use super::frames::Frames;
use super::map::Items;
use super::pace::Pace;
use super::signal::{self, Ended, Permits, Signal, Waiting};
use super::step::{Kept, StepRef};
use super::streams::Filling;
use super::stride::Walk;
use super::told::hand_digests;
use super::traced;
use super::{Engine, MapState, RunError, RunErrorKind, RunShared, step_path};
use crate::event::EventKind;
use crate::frame::{Cx, Frame, Head, Place, Sink, Started, WireState};
use crate::plan::{Action, Arm, Body, Step};
use crate::spec::{Callee, CompositionSpec, Cost, CostHint, Mode, NodeSpec};

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

    // The way down: steps start.

    #[inline]
    fn dispatch(&mut self, step: StepRef) {
        if step.index == ROOT {
            return self.enter(step.frame);
        }
        self.current = Some(step);
        match step.step().does.action {
            Action::Call { callee: Callee::Node(spec, cost), .. } => {
                if spec.mode == Mode::Sync
                    && spec.simple
                    && (spec.cost == CostHint::Inline || (spec.cost == CostHint::Learned && !cost.is_long()))
                {
                    self.run_here(step, spec, cost);
                } else {
                    self.route(step, spec, cost, None, Permits::default());
                }
            }
            Action::Glue { run, .. } => {
                mark_takes(step);
                run(step.frame);
                self.complete(step);
            }
            Action::Call { callee: Callee::Composition(spec), run } => {
                self.announce(step, spec.id, 1, None);
                let child = self.open_child(step, spec.body);
                if self.run.recording.is_some() {
                    hand_digests(step, child, &Callee::Composition(spec));
                }
                mark_takes(step);
                // SAFETY: the run outlives its frames.
                let shared = unsafe { &*Arc::as_ptr(&self.run) };
                run(
                    step.frame,
                    Cx {
                        run: shared,
                        frame: step.frame,
                        step: step.index,
                        child: Some(child),
                        flag: None,
                        recorded: false,
                    },
                );
                self.enter(child);
            }
            Action::Branch { choose, arms, .. } => self.branch(step, choose(step.frame), arms),
            Action::Map { body, begin, concurrency, .. } => {
                mark_takes(step);
                let run = begin(step.frame);
                // SAFETY: what the items borrow lives in frames that outlive the `for`.
                let run: Box<dyn super::MapRun + 'static> = unsafe { std::mem::transmute(run) };
                let bound = concurrency.map_or(self.engine.shared.parallel_steps, |count| count as usize);
                // The items of a preview that have to wait would keep others from being looked at.
                let most = if self.run.is_preview() { usize::MAX } else { bound };
                let len = run.count();
                self.announce(step, "for", 1, (!run.is_open()).then_some(len));
                let open = run.is_open();
                let state = MapState {
                    run,
                    body,
                    parent: step.frame.head(),
                    step: step.index,
                    len,
                    open,
                    asked: false,
                    items: Items { next: 0, done: 0, most: 0 },
                    lanes: 0,
                    most_lanes: most.max(1),
                    index: 0,
                };
                let map = self.frames().open_map(state);
                if open {
                    self.ask_for_more(map);
                } else if len == 0 {
                    self.finish_map(map);
                } else {
                    self.add_lane(map);
                }
            }
        }
    }

    /// A short sync step: the hot path.
    #[inline]
    fn run_here(&mut self, step: StepRef, spec: &'static NodeSpec, cost: &'static Cost) {
        let events = self.run.events().is_some();
        if events {
            self.announce_node(step, spec.id, 1);
        }
        mark_takes(step);
        let Some((_, _, thunk)) = step.call() else {
            return;
        };
        let began = (events || (spec.cost == CostHint::Learned && !cost.is_free())).then(Instant::now);
        let (started, _) = traced::begin(step, &self.run, thunk, None, None);
        if let (Some(began), Started::Done) = (began, &started) {
            cost.learn(began.elapsed());
        }
        match started {
            Started::Failed(error) => self.fail(Some(step), RunErrorKind::Failed(error)),
            _ => self.complete_after(step, began),
        }
    }

    fn branch(&mut self, step: StepRef, arm: usize, arms: &'static [Arm]) {
        let arm = &arms[arm];
        self.announce(step, arm.body.name, 1, None);
        let child = self.open_child(step, arm.body);
        mark_takes(step);
        (arm.enter)(step.frame, child);
        self.enter(child);
    }

    fn open_child(&mut self, step: StepRef, body: &'static Body) -> Frame<'static> {
        let out = step.frame.wire_value(step.step().links.writes()[0]);
        self.frames().open(body, Place { parent: step.frame.head(), parent_step: step.index, out })
    }

    /// Starts a frame: straight through while that is possible.
    pub(super) fn enter(&mut self, frame: Frame<'static>) {
        if !self.run.is_told() {
            // A lane that ends straight takes its next item at once.
            while self.go(frame) && self.end(frame) {}
        } else {
            self.make_ready(frame, 0, None);
        }
    }

    /// Goes on with a frame whose steps before `first` are done; `started` runs already.
    pub(super) fn make_ready(&mut self, frame: Frame<'static>, first: usize, started: Option<usize>) {
        let steps = frame.body().steps.len();
        if first == steps {
            return self.finish(frame);
        }
        frame.count_from(first);
        for index in (first..steps).rev() {
            // SAFETY: the counters are the driver's.
            if started != Some(index) && unsafe { *frame.pending(index as u32) } == 0 {
                self.ready.push(StepRef { frame, index: index as u32 });
            }
        }
    }

    // The way up: steps end.

    fn hear(&mut self, signal: Signal) {
        match signal {
            Signal::Ended(ended) => {
                self.running -= 1;
                self.ended(ended);
            }
            Signal::Waits(step, future) => {
                self.wait_for(signal::step_future(step, future, None, None, Permits::default(), None));
            }
            Signal::Drained(ended) => self.hear_drained(ended),
            Signal::More(map, more) => self.hear_more(map, more),
            Signal::Again(step, kept) => {
                self.running -= 1;
                if let Some((spec, cost, _)) = step.call() {
                    self.current = Some(step);
                    self.route(step, spec, cost, Some(kept), Permits::default());
                }
            }
            Signal::Granted(step, kept, permits) => {
                self.queued -= 1;
                if let Some((spec, cost, _)) = step.call() {
                    self.current = Some(step);
                    self.route(step, spec, cost, kept, permits);
                }
            }
        }
    }

    pub(super) fn ended(&mut self, ended: Ended) {
        let Ended { step, result, kept, started } = ended;
        let error = match result {
            Ok(()) => return self.complete_after(step, started),
            Err(error) => error,
        };
        let retry = step.call().map_or(0, |(spec, ..)| spec.retry);
        match kept {
            Some(kept) if kept.tries <= retry && !matches!(error, RunErrorKind::Panicked(_)) => {
                // A try that ended too late may have left an output.
                step.step().links.writes().iter().for_each(|&wire| step.frame.drop_wire(wire));
                let delay = signal::backoff(kept.tries);
                self.run.emit(|| EventKind::StepRetried {
                    step: step_path(step.frame, step.index),
                    attempt: kept.tries,
                    delay,
                    error: error.to_string(),
                });
                self.running += 1;
                self.wait_for(Box::pin(async move {
                    tokio::time::sleep(delay).await;
                    Signal::Again(step, kept)
                }));
            }
            _ => self.fail(Some(step), error),
        }
    }

    pub(super) fn complete_after(&mut self, step: StepRef, began: Option<Instant>) {
        self.tell_finished(step, began);
        self.complete(step);
    }

    /// A step's output is there: values nobody needs any more go, and steps that waited become ready.
    #[inline]
    pub(super) fn complete(&mut self, step: StepRef) {
        let frame = step.frame;
        let plan = step.step();
        settle(frame, plan);
        for &dependent in plan.links.dependents().iter().rev() {
            self.release(frame, dependent);
        }
        for release in plan.releases {
            if (release.waits)() {
                self.release(frame, release.taker);
            }
        }
        // SAFETY: the head is the driver's.
        let remaining = unsafe {
            let head = frame.head();
            (*head).remaining -= 1;
            (*head).remaining
        };
        if remaining == 0 {
            self.finish(frame);
        }
    }

    #[inline]
    pub(super) fn release(&mut self, frame: Frame<'static>, step: u32) {
        let pending = frame.pending(step);
        // SAFETY: the counters are the driver's.
        let left = unsafe {
            *pending -= 1;
            *pending
        };
        if left == 0 {
            self.ready.push(StepRef { frame, index: step });
        }
    }

    pub(super) fn finish(&mut self, frame: Frame<'static>) {
        if self.end(frame) {
            // From the stack and not from here: a `for` would nest as deep as it is long.
            self.ready.push(StepRef { frame, index: ROOT });
        }
    }

    /// All steps of a frame are done: its result goes out, and the step that it was the inside of is done too.
    ///
    /// True for a lane that has got its next item.
    pub(super) fn end(&mut self, frame: Frame<'static>) -> bool {
        // SAFETY: the head is the driver's.
        let (parent, parent_step, out, map, item, streaming) = unsafe {
            let head = frame.head();
            let Head { parent, parent_step, out, map, item, streaming, .. } = *head;
            (parent, parent_step, out, map, item, streaming)
        };
        // SAFETY: a frame outlives those inside it.
        let around = unsafe { Frame::from_head(parent) };
        // The result is an expression of what is inside that step.
        self.current = around.map(|frame| StepRef { frame, index: parent_step });
        if streaming > 0 && self.waits_for_streams(frame) {
            return false;
        }
        frame.end(Sink { value: out, life: PhantomData });
        if streaming > 0 {
            self.leave_open(frame);
            return false;
        }
        if !map.is_null() {
            return self.item_done(map, frame, item.unwrap_or_default() as usize);
        }
        self.frames().close(frame);
        match around {
            None => {
                self.state = State::Ended;
                self.tell_run_finished();
            }
            Some(frame) => self.complete_after(StepRef { frame, index: parent_step }, None),
        }
        false
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

/// A step's output is there, and what it read is needed by one step less.
#[inline]
pub(super) fn settle(frame: Frame<'static>, step: &'static Step) {
    for &wire in step.links.writes() {
        frame.set_state(wire, WireState::Full);
    }
    for &wire in step.links.reads() {
        frame.read_by_one_less(wire);
    }
}

/// Stands for "enter this frame" on the stack of ready steps.
pub(super) const ROOT: u32 = u32::MAX;

/// Marks the values that this step may move out, because nobody else needs them any more.
#[inline]
pub(super) fn mark_takes(step: StepRef) {
    mark(step.frame, step.step());
}

/// See [`mark_takes`].
#[inline]
pub(super) fn mark(frame: Frame<'static>, step: &'static Step) {
    for &wire in step.links.takes() {
        // SAFETY: the counters are the driver's.
        if unsafe { *frame.uses(wire) } == 1 && frame.state(wire) == WireState::Full {
            frame.set_state(wire, WireState::Takeable);
        }
    }
}
