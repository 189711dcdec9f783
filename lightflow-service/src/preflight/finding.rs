//! One thing that stands in the way of a run.

use serde::Serialize;

/// What is wrong, what it is about, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Its stable name.
    pub code: Code,
    /// What it is about: an input, a model, a program, a variable, a folder.
    pub subject: String,
    /// Lower case, no full stop.
    pub message: String,
    /// Starts with a verb.
    pub help: String,
}

impl Finding {
    /// A finding.
    pub fn new(
        code: Code,
        subject: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, subject: subject.into(), message: message.into(), help: help.into() }
    }
}

/// The stable name of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FindingCode"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// An input is missing, of another type, or breaks what its port takes.
    InvalidInput,
    /// The shapes that the inputs lead to do not fit.
    ShapeMismatch,
    /// There is no such policy, or it does not read as one.
    NoPolicy,
    /// A node needs what the operator denies.
    Denied,
    /// The file of a model is nowhere.
    ModelMissing,
    /// The file of a model has another size than the model says.
    ModelSize,
    /// The file of a model has another digest than the model says.
    ModelDigest,
    /// The file of a model cannot be read.
    ModelUnreadable,
    /// A program is not on `PATH`.
    ProgramMissing,
    /// An environment variable is not set.
    VariableMissing,
    /// The output folder cannot be written to.
    OutputFolder,
    /// There is next to no space where the output goes.
    NoSpace,
}
