//! What happens in a run: typed events, numbered without gaps, read by any number of subscribers.

mod log;
mod preview_image;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::record::Digest;

pub(crate) use log::EventLog;
pub use log::Events;
pub use preview_image::{PreviewImage, PreviewImageError};

/// One thing that happened in a run.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// Counted from 0 within a run, without gaps.
    pub seq: u64,
    /// Milliseconds since the Unix epoch.
    pub time_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// The run began.
    RunStarted {
        /// The workflow's id.
        workflow: &'static str,
    },
    /// A step began, or began again.
    StepStarted {
        /// Which step: `shots[3]/shot/mask`.
        step: Arc<str>,
        /// The id of the node or composition.
        calls: &'static str,
        /// Counted from 1.
        attempt: u32,
        /// A `for` says how many items it has.
        #[serde(skip_serializing_if = "Option::is_none")]
        items: Option<usize>,
    },
    /// A step said how far it is.
    Progress {
        /// Which step.
        step: Arc<str>,
        /// From 0 to 1.
        fraction: f32,
        /// What it is doing.
        message: String,
    },
    /// A step wrote a line.
    Log {
        /// Which step.
        step: Arc<str>,
        /// The line.
        line: String,
    },
    /// A step gave a piece of its text as it came: a token of a language model.
    ///
    /// The pieces since the step last began, put together, are its text so far.
    Token {
        /// Which step.
        step: Arc<str>,
        /// The piece, with its spaces.
        text: String,
    },
    /// A step showed what it is making.
    Preview {
        /// Which step.
        step: Arc<str>,
        /// A small picture of it.
        #[serde(flatten)]
        image: PreviewImage,
    },
    /// A step used something up that is counted or paid for.
    Used {
        /// Which step.
        step: Arc<str>,
        /// What, with its unit in the name: `input_tokens`, `cost_usd`.
        what: String,
        /// How much of it, beside what the step said before.
        amount: f64,
    },
    /// Items passed from a step that gives a stream to the one that reads it. It is told now and then, and when the stream ends.
    Streamed {
        /// The step that gives them.
        step: Arc<str>,
        /// How many so far.
        items: u64,
        /// How many wait for the reader.
        queued: usize,
        /// How many may wait at most.
        capacity: usize,
        /// How long the step waited for room: its reader is slower.
        #[serde(serialize_with = "seconds")]
        blocked: Duration,
        /// How long the reader waited for items: the step is slower.
        #[serde(serialize_with = "seconds")]
        starved: Duration,
    },
    /// A step made a file.
    Artifact {
        /// Which step.
        step: Arc<str>,
        /// The file.
        path: std::path::PathBuf,
    },
    /// A step failed and will be tried again.
    StepRetried {
        /// Which step.
        step: Arc<str>,
        /// The try that failed, from 1.
        attempt: u32,
        /// How long it waits.
        #[serde(serialize_with = "seconds")]
        delay: Duration,
        /// What went wrong.
        error: String,
    },
    /// A step is not run: what it gives is known.
    StepCached {
        /// Which step.
        step: Arc<str>,
        /// Its node, code and inputs in one digest.
        key: Digest,
    },
    /// A step would run, if the run were no preview.
    StepWithheld {
        /// Which step.
        step: Arc<str>,
        /// The id of the node.
        calls: &'static str,
    },
    /// A step is done.
    StepFinished {
        /// Which step.
        step: Arc<str>,
        /// Since it started.
        #[serde(serialize_with = "seconds")]
        elapsed: Duration,
    },
    /// A step failed for good.
    StepFailed {
        /// Which step.
        step: Arc<str>,
        /// What went wrong.
        error: String,
    },
    /// The run is done.
    RunFinished {
        /// Since it started.
        #[serde(serialize_with = "seconds")]
        elapsed: Duration,
    },
    /// The run ended without a result.
    RunFailed {
        /// What went wrong.
        error: String,
    },
    /// The run was cancelled.
    RunCancelled,
}

impl EventKind {
    /// The step it is about, if it is about one.
    pub fn step(&self) -> Option<&str> {
        match self {
            Self::StepStarted { step, .. }
            | Self::Progress { step, .. }
            | Self::Log { step, .. }
            | Self::Token { step, .. }
            | Self::Preview { step, .. }
            | Self::Used { step, .. }
            | Self::Streamed { step, .. }
            | Self::Artifact { step, .. }
            | Self::StepRetried { step, .. }
            | Self::StepCached { step, .. }
            | Self::StepWithheld { step, .. }
            | Self::StepFinished { step, .. }
            | Self::StepFailed { step, .. } => Some(step),
            Self::RunStarted { .. }
            | Self::RunFinished { .. }
            | Self::RunFailed { .. }
            | Self::RunCancelled => None,
        }
    }

    /// Whether it is a run's last event.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::RunFinished { .. } | Self::RunFailed { .. } | Self::RunCancelled)
    }
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}
