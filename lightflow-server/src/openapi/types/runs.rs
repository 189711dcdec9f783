//! Runs, asked for and seen.

use std::collections::BTreeMap;

use lightflow_service::preflight::Finding;
use lightflow_service::runs::{Artifact, Run, RunId, RunRequest, Verdict};
use lightflow_service::service::RunningStep;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Inputs of a workflow.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// Values by the input's name; what is absent has its default.
    #[serde(default)]
    pub inputs: Map<String, Value>,
}

/// A run that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    /// Values by the input's name; what is absent has its default.
    #[serde(default)]
    pub inputs: Map<String, Value>,
    /// Whether it is put into the queue; if not, it waits for `start`.
    #[serde(default = "yes")]
    pub start: bool,
    /// Runs of a higher priority have their turn first.
    #[serde(default)]
    pub priority: i32,
    /// Steps that run although what they give is known, by their paths.
    #[serde(default)]
    pub fresh: Vec<String>,
    /// Use nothing of earlier runs.
    #[serde(default)]
    pub no_cache: bool,
    /// Whether files that the run makes carry their recipe.
    #[serde(default = "yes")]
    pub recipes: bool,
}

fn yes() -> bool {
    true
}

/// Whether a run may begin.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Preflight {
    /// Whether nothing stands in its way.
    pub ready: bool,
    /// All that stands in its way.
    pub findings: Vec<Finding>,
}

/// A page of runs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunPage {
    /// The runs, newest first.
    pub runs: Vec<Run>,
    /// The value of `after` for the next page; null on the last one.
    pub next: Option<RunId>,
}

/// All that is known of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunDetail {
    /// The run.
    pub run: Run,
    /// What it was asked to do.
    pub request: RunRequest,
    /// What it gave; null until it has finished.
    pub outputs: Option<Value>,
    /// How far it is.
    pub progress: Progress,
    /// The files that it made.
    pub artifacts: Vec<Artifact>,
    /// What people said of them.
    pub verdicts: Vec<Verdict>,
}

/// How far a run is, as its journal tells.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Progress {
    /// Steps that were run to their end.
    pub finished: u64,
    /// Steps whose output was known.
    pub known: u64,
    /// Tries that failed and were made again.
    pub retried: u64,
    /// Steps that run now, or ran when the process was killed.
    pub running: Vec<RunningStep>,
    /// Files that were made.
    pub artifacts: u64,
    /// What its steps used up: amounts by what they are of, such as `input_tokens` and `cost_usd`.
    pub usage: BTreeMap<String, f64>,
    /// The number of the last event.
    pub last_event: Option<u64>,
}

/// The files that a run made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Artifacts {
    /// The files, by name.
    pub artifacts: Vec<Artifact>,
}
