//! Spans of [`tracing`]: what a node logs is inside the span of its step, on any thread and across every `.await`.
//!
//! A run looks once, when it begins, whether somebody subscribes. If so it leaves the straight way, and each call of a
//! node goes through [`begin`]; if not, none of this is there.

use std::fmt::Display;

use futures_util::FutureExt as _;
use tracing::dispatcher::{self, DefaultGuard};
use tracing::span::Entered;
use tracing::{Dispatch, Instrument as _, Span, field};

use super::step::{self, Kept, StepRef};
use super::{RunShared, StepFlag, step_path};
use crate::frame::Started;
use crate::plan::Thunk;

/// What the steps of a run need to be seen.
pub(crate) struct Traced {
    span: Span,
    /// Who subscribed where the run began: other threads may know somebody else, or nobody.
    subscriber: Dispatch,
}

impl Traced {
    /// Whether somebody subscribes to the spans of steps.
    #[inline]
    pub fn is_wanted() -> bool {
        tracing::span_enabled!(target: "lightflow", tracing::Level::INFO)
    }

    /// For a run that begins.
    #[cold]
    pub fn new(run: &RunShared, workflow: &'static str) -> Box<Self> {
        let run = run.id();
        let span = tracing::info_span!(target: "lightflow", "run", workflow, run, error = field::Empty);
        Box::new(Self { span, subscriber: dispatcher::get_default(Dispatch::clone) })
    }

    /// What happens from now on belongs to the run, if to none of its steps.
    #[cold]
    pub fn enter(&self) -> (Entered<'_>, DefaultGuard) {
        let subscriber = dispatcher::set_default(&self.subscriber);
        (self.span.enter(), subscriber)
    }

    pub fn failed(&self, error: &dyn Display) {
        self.span.record("error", field::display(error));
    }
}

/// Starts a step like [`step::start`], inside a span of its own if the run has one.
pub(super) fn begin(
    step: StepRef,
    run: &RunShared,
    thunk: Thunk,
    kept: Option<Kept>,
    flag: Option<&StepFlag>,
) -> (Started<'static>, Option<Kept>) {
    match &run.traced {
        None => step::start(step, run, thunk, kept, flag),
        Some(traced) => dispatcher::with_default(&traced.subscriber, || {
            begin_inside(&traced.span, step, run, thunk, kept, flag)
        }),
    }
}

#[cold]
fn begin_inside(
    around: &Span,
    step: StepRef,
    run: &RunShared,
    thunk: Thunk,
    kept: Option<Kept>,
    flag: Option<&StepFlag>,
) -> (Started<'static>, Option<Kept>) {
    let path = step_path(step.frame, step.index);
    let node = step.call().map_or("", |(spec, ..)| spec.id);
    let attempt = kept.as_ref().map_or(1, |kept| kept.tries + 1);
    // The run's span is named: a thread of its own has no span around it.
    let span = tracing::info_span!(
        target: "lightflow", parent: around, "step",
        step = &*path, node, attempt, cached = field::Empty, error = field::Empty
    );
    let (started, kept) = span.in_scope(|| step::start(step, run, thunk, kept, flag));
    let started = match started {
        Started::Pending(future) => {
            let own = span.clone();
            let noted = future.inspect(move |result| {
                if let Err(error) = result {
                    own.record("error", field::display(error));
                }
            });
            Started::Pending(Box::pin(noted.instrument(span)))
        }
        Started::Streams(future, gauge) => {
            let own = span.clone();
            let noted = future.inspect(move |result| {
                if let Err(error) = result {
                    own.record("error", field::display(error));
                }
            });
            Started::Streams(Box::pin(noted.instrument(span)), gauge)
        }
        Started::Failed(error) => {
            span.record("error", field::display(&error));
            Started::Failed(error)
        }
        Started::Found => {
            span.record("cached", true);
            Started::Found
        }
        started => started,
    };
    (started, kept)
}
