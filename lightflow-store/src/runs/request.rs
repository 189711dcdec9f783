//! What a run was asked to do.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::RunId;
use crate::Digest;

/// What a run was asked to do: `request.json` of its folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunRequest {
    /// The id of the workflow.
    pub workflow: String,
    /// Its inputs as JSON, without secrets: the file is for people to read.
    pub inputs: Value,
    /// The digest of its plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Digest>,
    /// The program that was started.
    #[serde(default)]
    pub program: String,
    /// What was built from what: names and versions.
    #[serde(default)]
    pub versions: BTreeMap<String, String>,
    /// The folder in which it was started: relative paths among the inputs mean what they meant there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// Where its files go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_folder: Option<PathBuf>,
    /// What the run may do: the name of a policy, or its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The folder of models that is looked into first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub models: Option<PathBuf>,
    /// Whether its files do without their recipe.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
    /// The sweep that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<String>,
    /// The run whose request it repeats, with or without changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RunId>,
    /// Whether a server is to bring it to its end, also after it was stopped in between.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wanted: bool,
    /// Which comes first of those that wait: the higher.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub priority: i32,
    /// Whether all of its steps run, whatever earlier runs gave.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_cache: bool,
    /// Steps that run in any case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fresh: Vec<String>,
    /// What its asker calls the request: the same one twice is one run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_key: Option<String>,
    /// When the run was created, in ms since 1970. The store fills it in.
    #[serde(default)]
    pub created_ms: u64,
}

fn is_zero(number: &i32) -> bool {
    *number == 0
}

impl RunRequest {
    /// A request with nothing in it but the workflow and its inputs.
    #[must_use]
    pub fn new(workflow: impl Into<String>, inputs: Value) -> Self {
        Self {
            workflow: workflow.into(),
            inputs,
            plan: None,
            program: String::new(),
            versions: BTreeMap::new(),
            folder: None,
            output_folder: None,
            policy: None,
            models: None,
            plain: false,
            sweep: None,
            from: None,
            wanted: false,
            priority: 0,
            no_cache: false,
            fresh: Vec::new(),
            request_key: None,
            created_ms: 0,
        }
    }
}
