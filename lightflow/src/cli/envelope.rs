//! The one line of JSON that a program reads.

use serde::Serialize;
use serde_json::Value;

use super::failure::{Code, Failure};
use super::ordered::ordered;

/// What came of a command: `{"ok", "command", "data", "error"}`.
#[derive(Debug, Serialize)]
pub(super) struct Envelope<'a> {
    ok: bool,
    /// `run`, `nodes search`; null when the command line did not say.
    command: Option<&'a str>,
    data: Option<Value>,
    error: Option<ErrorBody<'a>>,
}

#[derive(Debug, Serialize)]
struct ErrorBody<'a> {
    code: Code,
    message: &'a str,
    hint: Option<&'a str>,
    details: Value,
}

impl<'a> Envelope<'a> {
    pub fn of(command: Option<&'a str>, result: Result<&'a Value, &'a Failure>) -> Self {
        Self {
            ok: result.is_ok(),
            command,
            data: result.ok().map(ordered),
            error: result.err().map(|failure| ErrorBody {
                code: failure.code,
                message: &failure.message,
                hint: failure.hint.as_deref(),
                details: ordered(&failure.details),
            }),
        }
    }

    /// One line, with its end.
    pub fn line(&self) -> String {
        let mut line = serde_json::to_string(self).expect("an envelope has string keys only");
        line.push('\n');
        line
    }
}
