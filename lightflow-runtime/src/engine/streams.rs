//! Steps that give a stream: others read it while they go on.
//!
//! Such a step *gives* when it begins, and its readers become ready. It is *drained* when it has nothing left to give; only then
//! do the values that it borrows go. A frame whose result went out stays until all in it is drained, and so does the step around it.

use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt as _;

use super::RunErrorKind;
use super::driver::Driver;
use super::signal::{self, Ended, Permits, Signal};
use super::step::StepRef;
use crate::frame::{BoxFuture, Frame, Head, WireState};
use crate::stream::Gauge;

/// A stream that is being filled.
pub(super) struct Filling {
    step: StepRef,
    gauge: Arc<Gauge>,
}

/// The stream has no reader that could come to its end.
#[derive(Debug, thiserror::Error)]
#[error(
    "its stream leaves the {0} that it is made in, where nobody reads it while it is made\nhelp: read it inside, with a `for` or a node"
)]
struct Escaped(&'static str);

impl Driver {
    /// A step's stream is there, and it goes on to fill it.
    pub(super) fn fills(
        &mut self,
        step: StepRef,
        future: BoxFuture<'static>,
        gauge: Arc<Gauge>,
        began: Option<Instant>,
    ) {
        self.streams.push(Filling { step, gauge });
        let ended = signal::step_future(step, future, None, None, Permits::default(), began);
        self.wait_for(Box::pin(ended.map(|signal| match signal {
            Signal::Ended(ended) => Signal::Drained(ended),
            signal => signal,
        })));
        self.gives(step);
    }

    /// The output of a step is there, and the step goes on.
    pub(super) fn gives(&mut self, step: StepRef) {
        let (frame, links) = (step.frame, &step.step().links);
        for &wire in links.writes() {
            frame.set_state(wire, WireState::Full);
            if links.reads().contains(&wire) {
                // Nobody reads it.
                frame.drop_wire(wire);
            }
        }
        for &dependent in links.dependents().iter().rev() {
            self.release(frame, dependent);
        }
        // SAFETY: the head is the driver's.
        let remaining = unsafe {
            let head = frame.head();
            (*head).streaming += 1;
            (*head).remaining -= 1;
            (*head).remaining
        };
        if remaining == 0 {
            self.finish(frame);
        }
    }

    /// A step has nothing left to give.
    pub(super) fn hear_drained(&mut self, ended: Ended) {
        let Ended { step, result, started, .. } = ended;
        self.streams.retain(|filling| !filling.step.is(step));
        match result {
            Ok(()) => {
                self.tell_finished(step, started);
                self.drained(step);
            }
            Err(error) => self.fail(Some(step), error),
        }
    }

    /// What a step borrows is not needed by it any more.
    fn drained(&mut self, step: StepRef) {
        let (mut frame, mut plan) = (step.frame, step.step());
        loop {
            for &wire in plan.links.reads().iter().filter(|wire| !plan.links.writes().contains(wire)) {
                frame.read_by_one_less(wire);
            }
            for release in plan.releases.iter().filter(|release| (release.waits)()) {
                self.release(frame, release.taker);
            }
            // SAFETY: the head is the driver's, and a parent outlives its children.
            let (whole, parent, parent_step) = unsafe {
                let head = frame.head();
                (*head).streaming -= 1;
                let whole = (*head).streaming == 0 && std::mem::take(&mut (*head).left);
                (whole, Frame::from_head((*head).parent), (*head).parent_step)
            };
            if !whole {
                return;
            }
            let Some(around) = parent.filter(|_| !is_lane(frame)) else {
                return self.finish(frame);
            };
            self.frames().close(frame);
            self.tell_finished(StepRef { frame: around, index: parent_step }, None);
            (frame, plan) = (around, &around.body().steps[parent_step as usize]);
        }
    }

    /// Whether a frame ends when its streams do: a workflow's own, and that of an item.
    ///
    /// All who read in it are done. A stream that is still read would go out with the result, and nobody would come to read it.
    pub(super) fn waits_for_streams(&mut self, frame: Frame<'static>) -> bool {
        // SAFETY: the head is the driver's.
        let is_root = unsafe { (*frame.head()).parent.is_null() };
        if !is_root && !is_lane(frame) {
            return false;
        }
        // SAFETY: the head is the driver's.
        unsafe { (*frame.head()).left = true };
        let escaped = self
            .streams
            .iter()
            .find(|filling| !filling.gauge.is_left() && is_inside(filling.step.frame.head(), frame.head()));
        if let Some(step) = escaped.map(|filling| filling.step) {
            let place = if is_root { "workflow" } else { "`for`" };
            self.fail(Some(step), RunErrorKind::Failed(Box::new(Escaped(place))));
        }
        true
    }

    /// The result of a composition or an arm is out, while steps of it still fill streams.
    pub(super) fn leave_open(&mut self, frame: Frame<'static>) {
        // SAFETY: the head is the driver's, and a frame outlives those inside it.
        let around = unsafe {
            let head = frame.head();
            (*head).left = true;
            Frame::from_head((*head).parent).map(|frame| StepRef { frame, index: (*head).parent_step })
        };
        if let Some(step) = around {
            self.gives(step);
        }
    }
}

/// Whether a frame works on items of a `for`.
fn is_lane(frame: Frame<'static>) -> bool {
    // SAFETY: the head is the driver's.
    unsafe { !(*frame.head()).map.is_null() }
}

/// Whether a frame is this one, or inside it.
fn is_inside(mut head: *mut Head, outer: *mut Head) -> bool {
    while !head.is_null() {
        if head == outer {
            return true;
        }
        // SAFETY: a parent outlives its children.
        head = unsafe { (*head).parent };
    }
    false
}

impl StepRef {
    fn is(self, other: Self) -> bool {
        self.index == other.index && self.frame.head() == other.frame.head()
    }
}
