//! Running one call of a node, here or on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::signal::{Ended, Job, panic_text};
use super::traced;
use super::{RunErrorKind, RunShared, StepFlag};
use crate::frame::{Attempt, Cx, Frame, Started, WireState};
use crate::plan::{Action, Step, Thunk};
use crate::spec::{Cost, NodeSpec};

/// One step of a living frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepRef {
    pub frame: Frame<'static>,
    pub index: u32,
}

impl StepRef {
    pub fn step(self) -> &'static Step {
        &self.frame.body().steps[self.index as usize]
    }

    /// The node that the step calls, and how.
    pub fn call(self) -> Option<(&'static NodeSpec, &'static Cost, Thunk)> {
        match self.step().does.action {
            Action::Call { callee: crate::spec::Callee::Node(spec, cost), run } => Some((spec, cost, run)),
            _ => None,
        }
    }
}

/// The inputs of a node that may be tried again, and how often it was tried.
pub(crate) struct Kept {
    pub attempt: Box<dyn Attempt<'static>>,
    pub tries: u32,
}

/// Starts a step: the first time through its thunk, later with the inputs kept.
///
/// The caller catches panics.
pub(crate) fn start(
    step: StepRef,
    run: &RunShared,
    thunk: Thunk,
    kept: Option<Kept>,
    flag: Option<&StepFlag>,
) -> (Started<'static>, Option<Kept>) {
    // SAFETY: run, frame and flag outlive the step: the driver keeps them until it is done, or leaves them to it.
    let cx = unsafe {
        Cx {
            run: &*std::ptr::from_ref(run),
            frame: step.frame,
            step: step.index,
            child: None,
            flag: flag.map(|flag| &*std::ptr::from_ref(flag)),
            recorded: run.recording.is_some(),
        }
    };
    let mut kept = match kept {
        Some(kept) => kept,
        None => match thunk(step.frame, cx) {
            Started::Retryable(attempt) => Kept { attempt, tries: 0 },
            started => return (started, None),
        },
    };
    kept.tries += 1;
    (kept.attempt.attempt(cx), Some(kept))
}

/// Runs a sync step to its end on the calling thread, and learns how long it took.
pub(crate) fn run_job(
    step: StepRef,
    run: &RunShared,
    thunk: Thunk,
    cost: &Cost,
    kept: Option<Kept>,
    flag: Option<&StepFlag>,
) -> Job {
    let started = Instant::now();
    let caught = catch_unwind(AssertUnwindSafe(|| traced::begin(step, run, thunk, kept, flag)));
    if !matches!(caught, Ok((Started::Found | Started::Pending(_), _))) {
        cost.learn(started.elapsed());
    }
    let (result, kept) = match caught {
        Ok((Started::Pending(future), _)) => return Err((step, future)),
        Ok((Started::Failed(error), kept)) => (Err(RunErrorKind::Failed(error)), kept),
        Ok((_, kept)) => {
            // Noted here and not by the driver: a run that has ended meanwhile still drops the output.
            step.step().links.writes().iter().for_each(|&wire| step.frame.set_state(wire, WireState::Full));
            (Ok(()), kept)
        }
        Err(panic) => (Err(RunErrorKind::Panicked(panic_text(panic.as_ref()))), None),
    };
    Ok(Ended { step, result, kept, started: Some(started) })
}
