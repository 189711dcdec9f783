//! The way up: steps end, and what waited for them becomes ready.

use std::marker::PhantomData;
use std::time::Instant;

use super::driver::{Driver, ROOT, State};
use super::signal::{self, Ended, Permits, Signal};
use super::step::StepRef;
use super::{RunErrorKind, step_path};
use crate::event::EventKind;
use crate::frame::{Frame, Head, Sink, WireState};
use crate::plan::Step;

impl Driver {
    pub(super) fn hear(&mut self, signal: Signal) {
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
}

/// A step's output is there, and what it read is needed by one step less.
#[inline]
fn settle(frame: Frame<'static>, step: &'static Step) {
    for &wire in step.links.writes() {
        frame.set_state(wire, WireState::Full);
    }
    for &wire in step.links.reads() {
        frame.read_by_one_less(wire);
    }
}
