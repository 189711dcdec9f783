//! What is wrong with a request.

use std::collections::BTreeMap;

use lightflow_service::preflight::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What is wrong: problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    pub ty: String,
    /// The phrase of the status.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What is wrong.
    pub detail: String,
    /// The stable name of the problem.
    pub code: ProblemCode,
    /// The one thing to do.
    pub hint: Option<String>,
    /// All that stands in the way of a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
    /// What else there is to know.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// The stable name of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// There is no such workflow.
    UnknownWorkflow,
    /// Something stands in the way of the run.
    NotReady,
    /// There is no such run, or it cannot be used in this way.
    WrongRun,
    /// The store could not be read or written.
    StoreFailed,
    /// There is nothing of this name.
    NotFound,
    /// The request does not read as one.
    BadRequest,
    /// What was sent is too large.
    TooLarge,
    /// Too many runs wait.
    QueueFull,
    /// A token is missing or wrong.
    Unauthorized,
    /// This may not be asked from there.
    Forbidden,
    /// The path has no such method.
    MethodNotAllowed,
}
