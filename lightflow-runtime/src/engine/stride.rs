//! Many short steps in one go.
//!
//! Beside its data, a body carries functions that call the functions of its steps one after another, some dozens each.
//! The compiler sees which follow, so a processor need not guess, and what a step does not need is not there: no
//! lookup in the plan, no counters, and no drop code for plain values.

use std::task::{Context, Poll, Waker};

use super::RunShared;
use super::step::StepRef;
use crate::frame::{Cx, Frame, Sink, Started, WireState};
use crate::plan::{Finish, Glue, Step, Thunk};
use crate::spec::{Callee, Cost, CostHint, Mode};

/// How many steps one function runs: long enough to be worth a call, short enough to compile fast.
pub const STRIDE: usize = 32;

/// Stands for none.
const NO_STEP: u32 = u32::MAX;

/// A body's functions, each with as many steps as the engine thinks.
pub const fn strides<const EACH: usize>(functions: Strides) -> Strides {
    assert!(EACH == STRIDE, "macros and runtime are of one version");
    functions
}

/// Functions that run some steps each: false if one is not done.
pub type Strides = &'static [fn(&mut Walk) -> bool];

/// How the items of a `for` are run, as far as it is known at compile time.
pub trait Lane: Send + 'static {
    /// Whether one function runs all steps of an item.
    const WHOLE: bool = false;
    /// Whether no value in it has anything to drop.
    const PLAIN: bool = false;

    /// Runs all steps of an item and then writes the result: false if a step is not done.
    fn run(_: &mut Walk, _: Sink<'static>) -> bool {
        false
    }
}

/// Each step of an item is on its own.
#[derive(Debug)]
pub struct NoLane;

impl Lane for NoLane {}

/// How a step runs on the straight way, as far as it is known at compile time.
#[derive(Clone, Copy, Debug)]
pub enum Stride {
    /// A node that is called at once, unless its duration has to be looked at.
    Call(Thunk, Option<&'static Cost>),
    /// Glue.
    Glue(Glue),
    /// The driver decides.
    Other,
}

impl Stride {
    /// How a call runs.
    pub const fn call(callee: Callee, run: Thunk) -> Self {
        match callee {
            Callee::Node(spec, cost) if spec.simple => match (spec.mode, spec.cost) {
                (Mode::Async, _) | (_, CostHint::Inline) => Self::Call(run, None),
                (_, CostHint::Learned) => Self::Call(run, Some(cost)),
                (_, CostHint::Blocking) => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// The way through the steps of one frame, and where it stands.
#[derive(Debug)]
pub struct Walk {
    /// What a step is told; its step is the one whose code runs right now.
    cx: Cx<'static>,
    pub(super) waker: Waker,
    /// What a step came to that was started and is not done.
    pub(super) left: Option<Started<'static>>,
}

impl Walk {
    /// # Safety
    /// Frame and run outlive the way.
    pub(super) unsafe fn new(frame: Frame<'static>, run: &RunShared) -> Self {
        // SAFETY: the caller's promise.
        let run = unsafe { &*std::ptr::from_ref(run) };
        let cx = Cx { run, frame, step: NO_STEP, child: None, flag: None, recorded: false };
        Self { cx, waker: Waker::noop().clone(), left: None }
    }

    /// Goes into a frame.
    #[inline(always)]
    pub(super) fn enter(&mut self, frame: Frame<'static>) {
        self.cx.frame = frame;
    }

    /// Runs some of the frame's steps; the step where it stopped, if it did.
    #[inline(always)]
    pub(super) fn go(&mut self, strides: fn(&mut Self) -> bool) -> Option<usize> {
        let whole = strides(self);
        let last = std::mem::replace(&mut self.cx.step, NO_STEP);
        (!whole).then_some(last as usize)
    }

    /// Runs all steps of a lane's item; the step where it stopped, if it did.
    #[inline(always)]
    pub(super) fn go_through<L: Lane>(&mut self, sink: Sink<'static>) -> Option<usize> {
        if L::run(self, sink) {
            return None;
        }
        Some(std::mem::replace(&mut self.cx.step, NO_STEP) as usize)
    }

    /// The step whose code runs right now, if it is one of these.
    pub(super) fn here(&self) -> Option<StepRef> {
        let Cx { frame, step: index, .. } = self.cx;
        (index != NO_STEP).then_some(StepRef { frame, index })
    }

    /// Runs a step; false if it was not started, or is not done.
    #[inline(always)]
    pub fn step(&mut self, index: u32, step: &Step, plain: bool) -> bool {
        self.cx.step = index;
        let frame = self.cx.frame;
        match step.does.stride {
            Stride::Other => return false,
            Stride::Glue(run) => {
                hand_over(frame, step.links.takes());
                run(frame);
            }
            Stride::Call(run, cost) => {
                if let Some(cost) = cost
                    && !cost.is_free()
                {
                    return false;
                }
                hand_over(frame, step.links.takes());
                // A run that is recorded does not come this way.
                let started = run(frame, Cx { recorded: false, ..self.cx });
                // There is nothing in it to drop; a `match` on the value would call its drop code for every step.
                if matches!(started, Started::Done) {
                    std::mem::forget(started);
                } else if !self.is_done(started) {
                    return false;
                }
            }
        }
        if !plain || cfg!(debug_assertions) {
            pass(frame, step.links.writes(), step.links.ends());
        }
        true
    }

    /// All steps of the frame are done: writes its result.
    #[inline(always)]
    pub fn finish(&mut self, takes: &[u32], finish: Finish, sink: Sink<'static>) -> bool {
        self.cx.step = NO_STEP;
        hand_over(self.cx.frame, takes);
        finish(self.cx.frame, sink);
        true
    }

    /// Polls an `async` step at once: many are done without waiting.
    #[inline(never)]
    fn is_done(&mut self, started: Started<'static>) -> bool {
        let left = match started {
            Started::Done | Started::Found => return true,
            Started::Pending(mut future) => match future.as_mut().poll(&mut Context::from_waker(&self.waker))
            {
                Poll::Ready(Ok(())) => return true,
                Poll::Ready(Err(error)) => Started::Failed(error),
                Poll::Pending => Started::Pending(future),
            },
            other => other,
        };
        self.left = Some(left);
        false
    }
}

/// The values that a step may move out: it is the last that needs them.
#[inline(always)]
pub(super) fn hand_over(frame: Frame<'static>, takes: &[u32]) {
    for &wire in takes {
        frame.set_state(wire, WireState::Takeable);
    }
}

/// A step is done: its output is there, and values that no later step reads go.
#[inline(always)]
pub(super) fn pass(frame: Frame<'static>, writes: &[u32], ends: &[u32]) {
    writes.iter().for_each(|&wire| frame.set_state(wire, WireState::Full));
    ends.iter().for_each(|&wire| frame.drop_wire(wire));
}
