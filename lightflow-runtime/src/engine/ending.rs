//! A run that ends early: nothing more starts, what waits is dropped, what runs is told.

use super::driver::{Driver, State};
use super::step::StepRef;
use super::{RunError, RunErrorKind, StepPlace, step_path};
use crate::event::EventKind;
use crate::plan::Action;
use crate::record::Withheld;

impl Driver {
    /// Ends the run: nothing more starts, what waits is dropped, what runs is told.
    pub(super) fn fail(&mut self, step: Option<StepRef>, kind: RunErrorKind) {
        if !self.is_running() || is_withheld(&kind) {
            return;
        }
        let step = step.map(|step| StepPlace {
            path: step_path(step.frame, step.index),
            calls: match step.step().does.action {
                Action::Call { callee, .. } => callee.name(),
                Action::Glue { text, .. } | Action::Branch { text, .. } | Action::Map { text, .. } => text,
            },
            source: step.frame.body().source(step.step()),
        });
        if let Some(place) = &step {
            self.run.emit(|| EventKind::StepFailed { step: place.path.clone(), error: kind.to_string() });
        }
        tracing::debug!(step = step.as_ref().map(|place| &*place.path), error = %kind, "run failed");
        if let Some(traced) = &self.run.traced {
            traced.failed(&kind);
        }
        self.run.cancel();
        self.ready.clear();
        self.parked.clear();
        self.in_flight = None;
        let grace = self.engine.shared.grace;
        let idle: futures_util::future::BoxFuture<'static, ()> = match self.jobs.clone() {
            Some(jobs) if !jobs.is_idle() => Box::pin(async move {
                let _ = tokio::time::timeout(grace, jobs.wait()).await;
            }),
            _ => Box::pin(std::future::ready(())),
        };
        self.state = State::Ending(RunError { step, kind }, idle);
    }

    pub(super) fn leave_frames(&mut self) {
        self.in_flight = None;
        self.parked.clear();
        if let Some(frames) = self.frames.take() {
            match &self.jobs {
                Some(jobs) => jobs.leave(frames, self.run.clone()),
                None => drop(frames),
            }
        }
    }
}

/// A step that a preview does not run is no failure: what does not need it goes on.
fn is_withheld(kind: &RunErrorKind) -> bool {
    matches!(kind, RunErrorKind::Failed(error) if error.is::<Withheld>())
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !matches!(self.state, State::Ended) {
            self.run.cancel();
            self.run.emit(|| EventKind::RunCancelled);
        }
        self.leave_frames();
    }
}
