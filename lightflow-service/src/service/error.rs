//! Why the service could not do what was asked.

use serde::Serialize;

use crate::preflight::Finding;
use crate::runs::StoreError;
use lightflow_runtime::registry::UnknownAsset;

/// Why the service could not do what was asked. [`hint`](Self::hint) says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// There is no such workflow.
    #[error(transparent)]
    Unknown(#[from] UnknownAsset),
    /// Something stands in the way of a run; nothing has run.
    #[error("`{workflow}` cannot run: {}", things(findings))]
    NotReady {
        /// The workflow's id.
        workflow: &'static str,
        /// All that stands in the way.
        findings: Vec<Finding>,
    },
    /// Runs are kept nowhere.
    #[error("runs are kept nowhere")]
    NoStore,
    /// The store, or a run in it, is not as it has to be.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A run, an artifact or a sweep cannot be used in this way.
    #[error("{message}")]
    Refused {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
}

/// The stable name of a [`ServiceError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// There is no such workflow.
    UnknownWorkflow,
    /// Something stands in the way of a run.
    NotReady,
    /// The store could not be read or written, or there is none.
    StoreFailed,
    /// There is no such run, or it cannot be used in this way.
    WrongRun,
}

impl ServiceError {
    pub(crate) fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), hint: hint.into() }
    }

    /// Its stable name.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unknown(_) => ErrorCode::UnknownWorkflow,
            Self::NotReady { .. } => ErrorCode::NotReady,
            Self::Store(error) if is_about_a_run(error) => ErrorCode::WrongRun,
            Self::NoStore | Self::Store(_) => ErrorCode::StoreFailed,
            Self::Refused { .. } => ErrorCode::WrongRun,
        }
    }

    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown(unknown) => match unknown.near.first() {
                Some(near) => format!("write `{near}`"),
                None => "list the workflows to see what there is".into(),
            },
            Self::NotReady { findings, .. } => match findings.as_slice() {
                [only] => only.help.clone(),
                _ => "mend what the findings name".into(),
            },
            Self::NoStore => "write `--store DIR`, or set LIGHTFLOW_STORE to a folder".into(),
            Self::Store(error) => error.hint().to_string(),
            Self::Refused { hint, .. } => hint.clone(),
        }
    }
}

fn is_about_a_run(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::NoRun { .. }
            | StoreError::SeveralRuns { .. }
            | StoreError::RunHeld { .. }
            | StoreError::RunEnded { .. }
    )
}

fn things(findings: &[Finding]) -> String {
    match findings {
        [only] => only.message.clone(),
        findings => format!("{} things stand in the way", findings.len()),
    }
}
