//! What can go wrong with a command, for people and for programs.

use serde::Serialize;
use serde_json::{Value, json};

use super::Exit;
use crate::registry::UnknownAsset;
use crate::runs::StoreError;
use crate::service::{ErrorCode, ServiceError};

/// The stable name of a failure: `error.code` of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// There is no such command.
    UnknownCommand,
    /// A flag or argument of a command other than a workflow's inputs is wrong.
    WrongUsage,
    /// There is no such workflow.
    UnknownWorkflow,
    /// There is no such node, composition, workflow or type.
    UnknownAsset,
    /// There is no such code in the error index.
    UnknownError,
    /// Inputs of a workflow are wrong; `details.inputs` has all of them.
    InvalidInputs,
    /// Something stands in the way of the run; `details.findings` has all of it, and `details.inputs` wrong inputs.
    NotReady,
    /// A node returned an error.
    StepFailed,
    /// A node panicked.
    StepPanicked,
    /// A node took longer than its timeout.
    StepTimedOut,
    /// The run failed outside a step.
    RunFailed,
    /// The run was cancelled.
    Cancelled,
    /// A file could not be written.
    OutputFailed,
    /// The store of runs could not be read or written.
    StoreFailed,
    /// There is no such run, or it cannot go on.
    WrongRun,
    /// Two assets of the program share an id.
    DuplicateAssets,
    /// The threads for a run could not be made.
    NoRuntime,
}

impl Code {
    /// How a program that fails with this code exits.
    pub const fn exit(self) -> Exit {
        match self {
            Self::UnknownCommand
            | Self::WrongUsage
            | Self::UnknownWorkflow
            | Self::UnknownAsset
            | Self::UnknownError
            | Self::InvalidInputs
            | Self::WrongRun
            | Self::NotReady => Exit::Usage,
            Self::StepFailed
            | Self::StepPanicked
            | Self::StepTimedOut
            | Self::RunFailed
            | Self::StoreFailed
            | Self::OutputFailed => Exit::Failed,
            Self::Cancelled => Exit::Cancelled,
            Self::DuplicateAssets | Self::NoRuntime => Exit::Fault,
        }
    }
}

/// A command that failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub code: Code,
    /// Lower case, no full stop.
    pub message: String,
    /// Lines below the message, for people; programs have `details`.
    pub lines: Vec<String>,
    /// Starts with a verb.
    pub hint: Option<String>,
    pub details: Box<Value>,
}

impl Failure {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), lines: Vec::new(), hint: None, details: Box::new(json!({})) }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn details(mut self, details: Value) -> Self {
        *self.details = details;
        self
    }

    /// A name that no asset has; `list` is the command that shows those there are.
    pub fn unknown(code: Code, unknown: &UnknownAsset, list: &str) -> Self {
        let UnknownAsset { kind, name, near } = unknown;
        let shared = near.len() > 1 && near.iter().all(|id| id.ends_with(&format!("/{name}")));
        let message = if shared {
            format!("more than one {kind} is called `{name}`")
        } else {
            format!("there is no {kind} `{name}`")
        };
        let hint = if near.is_empty() {
            format!("run `{list}` to see what there is")
        } else {
            format!("write {}", any_of(near))
        };
        Self::new(code, message).hint(hint).details(json!({ "name": name, "near": near }))
    }

    /// Results that could not be written.
    pub fn stdout(error: &std::io::Error) -> Self {
        Self::new(Code::OutputFailed, format!("cannot write to stdout: {error}"))
            .hint("make room where the output goes, or send it elsewhere")
    }

    /// A store, or a run in it, that is not as it has to be.
    pub fn store(error: &StoreError) -> Self {
        let code = match error {
            StoreError::NoRun { .. }
            | StoreError::SeveralRuns { .. }
            | StoreError::RunHeld { .. }
            | StoreError::RunEnded { .. } => Code::WrongRun,
            _ => Code::StoreFailed,
        };
        Self::new(code, error.to_string()).hint(error.hint())
    }

    /// What the service refused.
    pub fn service(context: &super::Context<'_>, error: &ServiceError) -> Self {
        match error {
            ServiceError::Unknown(unknown) => {
                let list = format!("{} assets workflows", context.program);
                Self::unknown(Code::UnknownWorkflow, unknown, &list)
            }
            ServiceError::NotReady { workflow, findings } => {
                let paint = context.io.err_paint();
                let name = context.name_of(workflow);
                let count = findings.len();
                let things =
                    if count == 1 { "one thing stands".into() } else { format!("{count} things stand") };
                let message = format!("`{name}` cannot run: {things} in the way");
                let rows: Vec<Vec<String>> = findings
                    .iter()
                    .map(|finding| {
                        vec![paint.bold(&finding.subject), format!("{}; {}", finding.message, finding.help)]
                    })
                    .collect();
                let mut failure = Self::new(Code::NotReady, message)
                    .hint(format!("mend {}; nothing has run", if count == 1 { "it" } else { "them" }))
                    .details(json!({ "workflow": workflow, "findings": findings }));
                failure.lines = super::table::columns(&rows).lines().map(str::to_owned).collect();
                failure
            }
            ServiceError::Store(error) => Self::store(error),
            other => {
                let code = match other.code() {
                    ErrorCode::StoreFailed => Code::StoreFailed,
                    _ => Code::WrongRun,
                };
                Self::new(code, other.to_string()).hint(other.hint())
            }
        }
    }

    /// A file that could not be written.
    pub fn output(path: &str, error: &std::io::Error) -> Self {
        Self::new(Code::OutputFailed, format!("cannot write `{path}`: {error}"))
            .hint("choose a file in a folder that exists and that you may write to")
            .details(json!({ "path": path }))
    }
}

/// `` `a`, `b` or `c` ``.
pub(super) fn any_of(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
