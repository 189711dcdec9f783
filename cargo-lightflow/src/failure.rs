//! What a command gives: text and data, or what went wrong. Written as LightFlow's own binaries write it.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::{Value, json};

/// The stable name of a failure: `error.code` of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A flag or argument is wrong.
    WrongUsage,
    /// There is no such code in the error index.
    UnknownError,
    /// There is no such node, composition or workflow.
    UnknownAsset,
    /// The code has mistakes; `details.errors` has all of them.
    CheckFailed,
    /// cargo could not begin to check.
    CargoFailed,
    /// Something of this name is there already.
    AlreadyThere,
    /// A file could not be read or written.
    FileFailed,
}

impl Code {
    /// 2 for a wrong command line, 1 for everything else.
    const fn exit(self) -> u8 {
        match self {
            Self::WrongUsage | Self::UnknownError | Self::UnknownAsset => 2,
            Self::CheckFailed | Self::CargoFailed | Self::AlreadyThere | Self::FileFailed => 1,
        }
    }
}

/// A command that failed.
#[derive(Debug)]
pub struct Failure {
    code: Code,
    message: String,
    /// For people, above the message; programs have `details`.
    text: String,
    hint: Option<String>,
    details: Box<Value>,
}

/// What a command that went well gives.
#[derive(Debug)]
pub struct Output {
    /// For programs.
    pub data: Value,
    /// For people.
    pub text: String,
}

impl Failure {
    /// A failure; the message is in lower case, without a full stop.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), text: String::new(), hint: None, details: Box::new(json!({})) }
    }

    /// The one thing to do; starts with a verb.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What people read first.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// What programs read.
    #[must_use]
    pub fn details(mut self, details: Value) -> Self {
        *self.details = details;
        self
    }

    /// A file that could not be read or written.
    pub fn file(path: impl AsRef<std::path::Path>, error: &io::Error) -> Self {
        let path = path.as_ref().display().to_string();
        Self::new(Code::FileFailed, format!("cannot use `{path}`: {error}")).details(json!({ "path": path }))
    }
}

/// Writes what came of a command: text for a terminal, one envelope for `--json` or a pipe.
pub fn conclude(command: Option<&str>, json: bool, result: Result<Output, Failure>) -> ExitCode {
    let envelope = json || !io::stdout().is_terminal();
    if let Err(failure) = &result
        && !json
    {
        let mut stderr = io::stderr().lock();
        // A closed stderr is nobody's fault, and there is nowhere to say it.
        let _ = write!(stderr, "{}", failure.text);
        let _ = writeln!(stderr, "error: {}", failure.message);
        if let Some(hint) = &failure.hint {
            let _ = writeln!(stderr, "help: {hint}");
        }
    }
    let exit = result.as_ref().err().map_or(0, |failure| failure.code.exit());
    let text = match &result {
        Ok(output) if !envelope => output.text.clone(),
        Ok(output) => Envelope { ok: true, command, data: Some(&output.data), error: None }.line(),
        Err(Failure { code, message, hint, details, .. }) if envelope => {
            let error = ErrorBody { code: *code, message, hint: hint.as_deref(), details };
            Envelope { ok: false, command, data: None, error: Some(error) }.line()
        }
        Err(_) => return exit.into(),
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => exit.into(),
        Err(_) => 1.into(),
    }
}

/// As LightFlow's binaries write it: the fields stand in this order.
#[derive(Serialize)]
struct Envelope<'a> {
    ok: bool,
    command: Option<&'a str>,
    data: Option<&'a Value>,
    error: Option<ErrorBody<'a>>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: Code,
    message: &'a str,
    hint: Option<&'a str>,
    details: &'a Value,
}

impl Envelope<'_> {
    fn line(&self) -> String {
        let line = serde_json::to_string(self).expect("an envelope has string keys only");
        line + "\n"
    }
}
