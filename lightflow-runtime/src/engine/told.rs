//! What the driver tells of steps: to those who watch the run, and to frames inside about their parameters.

use std::time::{Duration, Instant};

use super::driver::Driver;
use super::step::StepRef;
use super::step_path;
use crate::event::EventKind;
use crate::frame::Frame;
use crate::plan::Action;
use crate::spec::Callee;

impl Driver {
    /// A step of a run that is recorded says itself that it runs, once it is known that it has to.
    pub(super) fn announce_node(&self, step: StepRef, calls: &'static str, attempt: u32) {
        if self.run.recording().is_none() {
            self.announce(step, calls, attempt, None);
        }
    }

    /// A `for` has items.
    pub(super) fn announce(&self, step: StepRef, calls: &'static str, attempt: u32, items: Option<usize>) {
        let path = || step_path(step.frame, step.index);
        self.run.emit(|| EventKind::StepStarted { step: path(), calls, attempt, items });
    }

    pub(super) fn tell_finished(&self, step: StepRef, began: Option<Instant>) {
        if self.run.events().is_some() && !matches!(step.step().does.action, Action::Glue { .. }) {
            let elapsed = began.map_or(Duration::ZERO, |began| began.elapsed());
            self.run.emit(|| EventKind::StepFinished { step: step_path(step.frame, step.index), elapsed });
        }
    }

    pub(super) fn tell_run_finished(&self) {
        if let Some(elapsed) = self.began.map(|began| began.elapsed()) {
            tracing::debug!(?elapsed, "run finished");
            self.run.emit(|| EventKind::RunFinished { elapsed });
        }
    }
}

/// A composition's parameters are what they are outside.
#[cold]
pub(super) fn hand_digests(step: StepRef, child: Frame<'static>, callee: &Callee) {
    for input in step.step().inputs.iter().filter(|input| input.whole) {
        let known = step.frame.outwards(input.up).digest(input.wire).and_then(|digest| digest.get());
        let port = callee.port_index(input.port).and_then(|port| child.digest(port as u32));
        if let (Some(known), Some(port)) = (known, port) {
            let _ = port.set(*known);
        }
    }
}
