//! Runs a frame in the order of its source.
//!
//! The source is a topological order, so as long as every step is done when it returns, each next one is ready
//! and nothing needs to be counted. The first step that waits, or is long, ends this: from there on the driver counts.

use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::RunErrorKind;
use super::driver::{Driver, mark, settle};
use super::signal::{self, Permits};
use super::step::StepRef;
use crate::frame::{BoxFuture, Cx, Frame, Started};
use crate::plan::{Action, Step, Thunk};
use crate::spec::{Callee, Cost, CostHint, Mode};

/// A step as long as this counts for the driver's pace by itself.
const NOTABLE: Duration = Duration::from_micros(10);

/// What came of a step on the straight way.
enum Outcome {
    Done,
    /// It runs, and will be heard of.
    Waits,
    /// It was not started: the driver has to decide.
    Stopped,
    Failed,
}

impl Driver {
    /// Runs a frame's steps one after another, as far as that goes; true if it went to the end.
    pub(super) fn walk(&mut self, frame: Frame<'static>) -> bool {
        let steps = frame.body().steps;
        for (index, plan) in steps.iter().enumerate() {
            let step = StepRef { frame, index: index as u32 };
            let outcome = match plan.action {
                Action::Glue { run, .. } => {
                    self.current = Some(step);
                    mark(frame, plan);
                    run(frame);
                    Outcome::Done
                }
                Action::Call { callee: Callee::Node(spec, cost), run } if spec.simple => {
                    let free = match spec.cost {
                        _ if spec.mode == Mode::Async => !self.is_crowded(),
                        CostHint::Inline => true,
                        CostHint::Learned => cost.is_free(),
                        CostHint::Blocking => false,
                    };
                    if free {
                        self.start_here(step, plan, run)
                    } else if spec.mode == Mode::Async || spec.cost == CostHint::Blocking || cost.is_long() {
                        Outcome::Stopped
                    } else {
                        self.start_measured(step, plan, run, cost)
                    }
                }
                _ => Outcome::Stopped,
            };
            match outcome {
                Outcome::Done => settle(frame, plan),
                Outcome::Waits => {
                    self.make_ready(frame, index, Some(index));
                    return false;
                }
                Outcome::Stopped => {
                    self.make_ready(frame, index, None);
                    return false;
                }
                Outcome::Failed => return false,
            }
            if self.pace.step() {
                let over = self.breathe();
                if !self.is_running() {
                    return false;
                }
                if over {
                    self.pace.look_up_next();
                    self.make_ready(frame, index + 1, None);
                    return false;
                }
            }
        }
        true
    }

    #[inline(always)]
    fn start_here(&mut self, step: StepRef, plan: &'static Step, thunk: Thunk) -> Outcome {
        self.current = Some(step);
        mark(step.frame, plan);
        // SAFETY: the run outlives its frames: the driver holds both.
        let run = unsafe { &*std::sync::Arc::as_ptr(&self.run) };
        let cx = Cx { run, frame: step.frame, step: step.index, child: None, flag: None };
        let started = thunk(step.frame, cx);
        // There is nothing in it to drop; a `match` on the value would call its drop code for every step.
        if matches!(started, Started::Done) {
            std::mem::forget(started);
            return Outcome::Done;
        }
        match started {
            Started::Done => Outcome::Done,
            Started::Failed(error) => {
                self.fail(Some(step), RunErrorKind::Failed(error));
                Outcome::Failed
            }
            Started::Pending(future) => self.poll_here(step, future),
            Started::Retryable(_) | Started::Entered => unreachable!("a simple node is neither"),
        }
    }

    /// Polls an `async` step at once: many are done without waiting.
    fn poll_here(&mut self, step: StepRef, mut future: BoxFuture<'static>) -> Outcome {
        match future.as_mut().poll(&mut Context::from_waker(&self.waker)) {
            Poll::Ready(Ok(())) => Outcome::Done,
            Poll::Ready(Err(error)) => {
                self.fail(Some(step), RunErrorKind::Failed(error));
                Outcome::Failed
            }
            Poll::Pending => {
                self.running += 1;
                self.wait_for(signal::step_future(step, future, None, None, Permits::default(), None));
                Outcome::Waits
            }
        }
    }

    #[cold]
    fn start_measured(
        &mut self,
        step: StepRef,
        plan: &'static Step,
        thunk: Thunk,
        cost: &'static Cost,
    ) -> Outcome {
        let began = Instant::now();
        let outcome = self.start_here(step, plan, thunk);
        let elapsed = began.elapsed();
        cost.learn(elapsed);
        if elapsed > NOTABLE {
            self.pace.look_up_next();
        }
        outcome
    }
}
