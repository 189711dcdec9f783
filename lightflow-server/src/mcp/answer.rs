//! What a tool gives: structured content with a short text, or a fault that the model can read.

use lightflow_service::preflight::Finding;
use lightflow_service::runs::StoreError;
use lightflow_service::service::{ErrorCode, ServiceError};
use rmcp::model::{CallToolResult, ContentBlock};
use serde::Serialize;
use serde_json::Value;

/// What a tool gives.
pub(super) struct Answer<T> {
    /// For programs.
    pub data: T,
    /// For the model: short, as the data says the rest.
    pub text: String,
    /// Links to resources, and pictures.
    pub more: Vec<ContentBlock>,
}

/// Why a tool could not do what was asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Its stable name.
    pub code: &'static str,
    /// Lower case, no full stop.
    pub message: String,
    /// What to do; starts with a verb.
    pub hint: String,
    /// All that stands in the way of a run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What there is in spite of it, such as the run that failed.
    #[serde(skip_serializing_if = "is_null")]
    pub details: Box<Value>,
}

#[expect(clippy::borrowed_box, reason = "serde gives a reference to the field")]
fn is_null(details: &Box<Value>) -> bool {
    details.is_null()
}

impl<T> Answer<T> {
    pub fn new(data: T, text: impl Into<String>) -> Self {
        Self { data, text: text.into(), more: Vec::new() }
    }
}

impl<T: Serialize> From<Answer<T>> for CallToolResult {
    fn from(answer: Answer<T>) -> Self {
        let mut content = vec![ContentBlock::text(answer.text)];
        content.extend(answer.more);
        let mut result = Self::success(content);
        result.structured_content = serde_json::to_value(answer.data).ok();
        result
    }
}

impl Fault {
    /// A fault with a hint.
    pub fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
            findings: Vec::new(),
            details: Box::default(),
        }
    }

    /// Arguments that do not make sense.
    pub(super) fn bad(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bad_request", message, hint)
    }

    fn text(&self) -> String {
        let mut text = format!("error: {}", self.message);
        for Finding { subject, message, help, .. } in &self.findings {
            text.push_str(&format!("\n- {subject}: {message}; {help}"));
        }
        text.push_str(&format!("\nhelp: {}", self.hint));
        text
    }
}

impl From<ServiceError> for Fault {
    fn from(error: ServiceError) -> Self {
        let code = match error.code() {
            ErrorCode::UnknownWorkflow => "unknown_workflow",
            ErrorCode::NotReady => "not_ready",
            ErrorCode::StoreFailed => "store_failed",
            ErrorCode::WrongRun => "wrong_run",
            _ => "failed",
        };
        let mut fault = Self::new(code, error.to_string(), error.hint());
        if let ServiceError::NotReady { findings, .. } = error {
            fault.findings = findings;
        }
        fault
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        ServiceError::from(error).into()
    }
}

impl From<Fault> for CallToolResult {
    fn from(fault: Fault) -> Self {
        let mut result = Self::error(vec![ContentBlock::text(fault.text())]);
        result.structured_content = Some(serde_json::json!({ "error": fault }));
        result
    }
}
