//! Runs a frame in the order of its source.
//!
//! The source is a topological order, so as long as every step is done when it returns, each next one is ready
//! and nothing needs to be counted. The first step that waits, or is long, ends this: from there on the driver counts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::RunErrorKind;
use super::driver::Driver;
use super::signal::{self, Permits};
use super::step::{self, StepRef};
use super::stride::{STRIDE, hand_over, pass};
use crate::frame::{BoxFuture, Frame, Started};
use crate::plan::Action;
use crate::spec::{Callee, CostHint, Mode};
use crate::stream::Gauge;

/// A step as long as this counts for the driver's pace by itself.
const NOTABLE: Duration = Duration::from_micros(10);

/// What came of a step on the straight way.
enum Outcome {
    /// All are done before the step where it is now.
    Done,
    /// This one is done too.
    Next,
    /// It runs, and will be heard of.
    Waits,
    /// It was not started: the driver has to decide.
    Stopped,
    /// Its stream is there, and it goes on to fill it.
    Fills(BoxFuture<'static>, Arc<Gauge>),
    Failed,
}

impl Driver {
    /// Runs a frame's steps one after another, as far as that goes; true if it went to the end.
    pub(super) fn walk(&mut self, frame: Frame<'static>) -> bool {
        self.walk_on(frame, 0, false)
    }

    /// The same from a step on, at which the way may have stopped before.
    pub(super) fn walk_on(&mut self, frame: Frame<'static>, mut index: usize, mut stopped: bool) -> bool {
        let body = frame.body();
        let count = body.steps.len();
        let recorded = self.run.recording.is_some();
        self.walk.enter(frame);
        while index < count {
            let before = index;
            if !stopped && index.is_multiple_of(STRIDE) && !self.is_crowded() && !recorded {
                let at = self.walk.go(body.strides[index / STRIDE]);
                stopped = at.is_some();
                index = at.unwrap_or_else(|| count.min(index + STRIDE));
            } else {
                stopped = true;
            }
            let outcome = if std::mem::take(&mut stopped) {
                let step = StepRef { frame, index: index as u32 };
                match self.walk.left.take() {
                    None => self.single(step),
                    Some(started) => self.leave(step, started),
                }
            } else {
                Outcome::Done
            };
            match outcome {
                Outcome::Done => {}
                Outcome::Next => {
                    let step = &body.steps[index];
                    if frame.keeps_states() {
                        pass(frame, step.links.writes(), step.links.ends());
                    }
                    index += 1;
                }
                Outcome::Waits | Outcome::Stopped => {
                    let started = matches!(outcome, Outcome::Waits).then_some(index);
                    self.make_ready(frame, index, started);
                    return false;
                }
                Outcome::Fills(future, gauge) => {
                    self.make_ready(frame, index, Some(index));
                    self.fills(StepRef { frame, index: index as u32 }, future, gauge, None);
                    return false;
                }
                Outcome::Failed => return false,
            }
            if self.pace.steps((index - before) as u32) && self.looks_away(frame, index) {
                return false;
            }
        }
        true
    }

    /// Looks up from the work; true if the frame, whose steps before `index` are done, does not go on right now.
    #[cold]
    pub(super) fn looks_away(&mut self, frame: Frame<'static>, index: usize) -> bool {
        let over = self.breathe();
        if self.is_running() && over {
            self.pace.look_up_next();
            self.make_ready(frame, index, None);
        }
        over || !self.is_running()
    }

    /// One step: when it has to be measured, or when others are waited for.
    fn single(&mut self, step: StepRef) -> Outcome {
        let plan = step.step();
        self.current = Some(step);
        match plan.does.action {
            Action::Glue { run, .. } => {
                hand_over(step.frame, plan.links.takes());
                run(step.frame);
                Outcome::Next
            }
            Action::Call { callee: Callee::Node(spec, cost), run } if spec.simple => {
                if spec.mode == Mode::Async || spec.cost == CostHint::Blocking || cost.is_long() {
                    return Outcome::Stopped;
                }
                hand_over(step.frame, plan.links.takes());
                let measured = spec.cost == CostHint::Learned && !cost.is_free();
                let began = measured.then(Instant::now);
                let (started, _) = step::start(step, &self.run, run, None, None);
                if let Some(elapsed) = began.map(|began| began.elapsed()) {
                    if !matches!(started, Started::Found) {
                        cost.learn(elapsed);
                    }
                    if elapsed > NOTABLE {
                        self.pace.look_up_next();
                    }
                }
                match started {
                    Started::Done | Started::Found => Outcome::Next,
                    started => self.leave(step, started),
                }
            }
            _ => Outcome::Stopped,
        }
    }

    /// A step was started and is not done.
    #[cold]
    fn leave(&mut self, step: StepRef, started: Started<'static>) -> Outcome {
        match started {
            Started::Failed(error) => {
                self.fail(Some(step), RunErrorKind::Failed(error));
                Outcome::Failed
            }
            Started::Pending(future) => {
                self.running += 1;
                self.wait_for(signal::step_future(step, future, None, None, Permits::default(), None));
                Outcome::Waits
            }
            Started::Streams(future, gauge) => Outcome::Fills(future, gauge),
            Started::Done | Started::Found | Started::Retryable(_) | Started::Entered => {
                unreachable!("a simple node is none of these")
            }
        }
    }
}
