//! Runs over values of inputs.

use lightflow_service::runs::{Artifact, Run};
use lightflow_service::service::Axis;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A sweep that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSweep {
    /// What all runs have in common, by the input's name.
    #[serde(default)]
    pub inputs: Map<String, Value>,
    /// What differs.
    pub axes: Vec<NewAxis>,
    /// The first values of all axes together, then the second ones; else every value with every other.
    #[serde(default)]
    pub zip: bool,
}

/// The values that one input is to take.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAxis {
    /// The input.
    pub input: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A sweep that was begun.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NewSweepRuns {
    /// Its id.
    pub sweep: String,
    /// Its runs.
    pub runs: Vec<Run>,
}

/// A sweep.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sweep {
    /// Its id.
    pub sweep: String,
    /// The workflow's id.
    pub workflow: String,
    /// What differs.
    pub axes: Vec<Axis>,
    /// Its runs.
    pub points: Vec<Point>,
}

/// One run of a sweep.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Point {
    /// The values of the axes.
    pub inputs: Map<String, Value>,
    /// The run.
    pub run: Run,
    /// The picture that stands for it.
    pub picture: Option<Artifact>,
}
