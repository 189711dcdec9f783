//! Why a run ended without a result.

use std::sync::Arc;
use std::time::Duration;

use crate::frame::NodeError;
use crate::registry::InputErrors;
use crate::spec::Source;

/// A run that ended without a result.
#[derive(Debug, thiserror::Error)]
pub struct RunError {
    /// The step that failed; `None` when the run itself was cancelled.
    pub step: Option<StepPlace>,
    /// What went wrong.
    pub kind: RunErrorKind,
}

/// Which step, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepPlace {
    /// The path through the graph: `shots[3]/shot/mask`.
    pub path: Arc<str>,
    /// What the step calls.
    pub calls: &'static str,
    /// Where the call is written.
    pub source: Source,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunErrorKind {
    /// The node returned an error.
    #[error("{}", chain(.0.as_ref()))]
    Failed(#[source] NodeError),
    /// The node panicked.
    #[error("it panicked: {0}")]
    Panicked(String),
    /// The node took longer than its `timeout`.
    #[error("it took longer than its timeout of {0:?}")]
    TimedOut(Duration),
    /// The inputs break what the workflow's ports take: nothing has run.
    #[error("the inputs are refused: {0}")]
    Inputs(#[source] InputErrors),
    /// The run was a preview: what is not known did not run.
    #[error("a preview runs nothing")]
    Withheld,
    /// The run was cancelled.
    #[error("the run was cancelled")]
    Cancelled,
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(StepPlace { path, calls, source }) = &self.step {
            write!(f, "step `{path}` (`{calls}`, {source}) failed: ")?;
        }
        self.kind.fmt(f)
    }
}

/// An error and what caused it, on one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}
