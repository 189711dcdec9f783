//! How two runs differ.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Service, ServiceError};
use crate::runs::{RunId, StepRecord};

/// How two runs differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diff {
    /// The first.
    pub left: RunId,
    /// The second.
    pub right: RunId,
    /// Inputs that are not the same.
    pub inputs: Vec<InputDiff>,
    /// Steps that did not give the same.
    pub steps: Vec<StepDiff>,
}

/// An input that is not the same in two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputDiff {
    /// Its name.
    pub input: String,
    /// Its value in the first run; `None` if it has none.
    pub left: Option<Value>,
    /// Its value in the second.
    pub right: Option<Value>,
}

/// A step that did not give the same in two runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepDiff {
    /// Its path.
    pub step: String,
    /// What differs, in words.
    pub what: &'static str,
}

impl Service {
    /// Compares the inputs and the steps of two runs.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn diff(&self, left: &str, right: &str) -> Result<Diff, ServiceError> {
        let store = self.store()?;
        let (left, right) = (store.find(left)?.id, store.find(right)?.id);
        let asked = |run: RunId| -> Result<Map<String, Value>, ServiceError> {
            Ok(store.request(run)?.inputs.as_object().cloned().unwrap_or_default())
        };
        let done = |run: RunId| -> Result<BTreeMap<String, StepRecord>, ServiceError> {
            Ok(store.steps(run)?.into_iter().map(|step| (step.path.clone(), step)).collect())
        };
        Ok(Diff {
            left,
            right,
            inputs: inputs(&asked(left)?, &asked(right)?),
            steps: steps(&done(left)?, &done(right)?),
        })
    }
}

fn inputs(left: &Map<String, Value>, right: &Map<String, Value>) -> Vec<InputDiff> {
    let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let differ = names.into_iter().filter(|name| left.get(*name) != right.get(*name));
    let diff = |name: &String| InputDiff {
        input: name.clone(),
        left: left.get(name).cloned(),
        right: right.get(name).cloned(),
    };
    differ.map(diff).collect()
}

fn steps(left: &BTreeMap<String, StepRecord>, right: &BTreeMap<String, StepRecord>) -> Vec<StepDiff> {
    let paths: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let mut steps = Vec::new();
    for path in paths {
        let what = match (left.get(path), right.get(path)) {
            (Some(was), Some(is)) if was.output == is.output => continue,
            (Some(was), Some(is)) if was.fingerprint != is.fingerprint => "other code, other output",
            (Some(was), Some(is)) if was.inputs != is.inputs => "other inputs, other output",
            (Some(_), Some(_)) => "same code and inputs, other output",
            (Some(_), None) => "only in the first",
            _ => "only in the second",
        };
        steps.push(StepDiff { step: path.clone(), what });
    }
    steps
}
