//! What people say of artifacts.

use lightflow_service::runs::Verdict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody says of an artifact.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerdict {
    /// The run that made it.
    pub run: String,
    /// The artifact: its name in the run, or the digest of its content.
    pub artifact: String,
    /// Whether it was picked; if not, it was turned down.
    pub picked: bool,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// What people said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Verdicts {
    /// The verdicts, newest first.
    pub verdicts: Vec<Verdict>,
}
