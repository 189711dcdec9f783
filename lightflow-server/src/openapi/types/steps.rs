//! What the steps of a run did and said.

use std::collections::BTreeMap;

use lightflow_service::runs::{Digest, StepDone, StepRecord};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// The steps of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Steps {
    /// The steps, in the order in which they began.
    pub steps: Vec<Step>,
}

/// A step of a run, as it was done last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// Its path in the run, such as `shots[3]/shot/mask`.
    pub path: String,
    /// The node.
    pub node: String,
    /// Its ports and the digests of what came in.
    pub inputs: Vec<(String, Digest)>,
    /// What came out, if it was stored.
    pub output: Option<Digest>,
    /// Whether the output came from the cache.
    pub cached: bool,
    /// When it began, in ms since 1970.
    pub started_ms: u64,
    /// How long it took, in microseconds.
    pub elapsed_us: u64,
    /// Why it failed.
    pub error: Option<String>,
    /// What it used up: amounts by what they are of, such as `input_tokens` and `cost_usd`.
    pub usage: BTreeMap<String, f64>,
}

impl From<StepDone> for Step {
    fn from(StepDone { record, usage }: StepDone) -> Self {
        let StepRecord { path, node, inputs, output, cached, started_ms, elapsed_us, error, .. } = record;
        Self { path, node, inputs, output, cached, started_ms, elapsed_us, error, usage }
    }
}

/// What the steps of a run said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Logs {
    /// The lines.
    pub lines: Vec<Line>,
}

/// Something that a step said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// The number of the event in the run's journal.
    pub seq: u64,
    /// When, as in RFC 3339.
    pub time: String,
    /// Which step.
    pub step: String,
    /// What it said; there may be newlines in it.
    pub text: String,
}

/// Events of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Events {
    /// The events.
    pub events: Vec<Event>,
    /// The number of the event after them: `from` of the next page.
    pub next: u64,
}

/// An event of a run; each kind has more fields of its own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// When, in ms since 1970.
    pub time_ms: u64,
    /// What happened: `step_finished`.
    pub event: String,
    /// What else is told of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}
