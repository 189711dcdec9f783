//! What a run would do: which of its steps are known, and which would run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Ready, Service, ServiceError};
use crate::runs::Known;
use lightflow_runtime::render::{BodyView, StepKind, View};
use lightflow_runtime::{EventKind, RunError, RunErrorKind};

/// What a run would do.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// The workflow's id.
    pub workflow: &'static str,
    /// All inputs, with secrets hidden.
    pub inputs: Map<String, Value>,
    /// Steps whose output is known: they would not run.
    pub known: u64,
    /// Steps that would run.
    pub runs: u64,
    /// Each step that could be looked at. What comes after a step that would run depends on what that gives.
    pub states: BTreeMap<String, StepState>,
    /// The arms of branches that were taken, by the path of the branch.
    pub taken: BTreeMap<String, &'static str>,
    /// The result, if all is known.
    pub result: Option<Value>,
    /// What would go wrong before any node runs: a mistake of the graph itself.
    pub error: Option<String>,
}

/// What would become of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Its output is known.
    Known,
    /// It would run.
    Runs,
}

/// How many of the steps that a line of the graph stands for would run; in a `for`, each item has its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StepStates {
    /// Whose output is known.
    pub known: u64,
    /// That would run.
    pub runs: u64,
}

impl Service {
    /// Says what a run would do. Nothing runs, and nothing is written.
    ///
    /// # Errors
    /// When the inputs do not read as what the workflow takes.
    pub async fn preview(&self, ready: &Ready) -> Result<Preview, ServiceError> {
        let mut run = ready.prepared().map_err(|errors| ServiceError::NotReady {
            workflow: ready.workflow.graph.id,
            findings: super::ready::of_inputs(errors.0),
        })?;
        let store = self.shared.runs.as_ref().map(|runs| runs.store().clone());
        run.preview(Arc::new(Known::new(store, ready.ask.reuse.clone())));
        let mut events = run.events();
        let (result, _) = run.spawn().into_parts();
        let (mut states, mut taken) = (BTreeMap::new(), BTreeMap::new());
        let branches = branches(&View::of(&ready.workflow.graph).body);
        while let Some(event) = events.next().await {
            let (step, state) = match event.kind {
                EventKind::StepCached { step, .. } => (step, StepState::Known),
                EventKind::StepWithheld { step, .. } => (step, StepState::Runs),
                EventKind::StepStarted { step, calls, .. } => {
                    if branches.contains(&without_items(&step)) {
                        taken.insert(step.to_string(), calls);
                    }
                    continue;
                }
                _ => continue,
            };
            states.insert(step.to_string(), state);
        }
        let (result, error) = match result.await {
            Ok(result) => (Some(result), None),
            Err(RunError { kind: RunErrorKind::Withheld, .. }) => (None, None),
            Err(error) => (None, Some(error.to_string())),
        };
        let count = |wanted: StepState| states.values().filter(|state| **state == wanted).count() as u64;
        Ok(Preview {
            workflow: ready.workflow.graph.id,
            inputs: ready.workflow.graph.shown(&ready.inputs),
            known: count(StepState::Known),
            runs: count(StepState::Runs),
            states,
            taken,
            result,
            error,
        })
    }
}

impl Preview {
    /// The arms that were taken of each branch; in a `for`, items may take different ones.
    pub fn arms(&self) -> BTreeMap<String, BTreeSet<&'static str>> {
        let mut arms = BTreeMap::<String, BTreeSet<&'static str>>::new();
        for (branch, arm) in &self.taken {
            arms.entry(without_items(branch)).or_default().insert(arm);
        }
        arms
    }

    /// What would become of the steps that each line of the graph stands for: `shots/fit` is `shots[0]/fit`,
    /// `shots[1]/fit` and so on.
    pub fn by_line(&self) -> BTreeMap<String, StepStates> {
        let mut lines = BTreeMap::<String, StepStates>::new();
        for (step, state) in &self.states {
            let line = lines.entry(without_items(step)).or_default();
            match state {
                StepState::Known => line.known += 1,
                StepState::Runs => line.runs += 1,
            }
        }
        lines
    }
}

/// The lines of a graph that are branches.
fn branches(body: &BodyView) -> BTreeSet<String> {
    fn gather(body: &BodyView, around: &str, found: &mut BTreeSet<String>) {
        for step in &body.steps {
            let line = if around.is_empty() { step.id.to_string() } else { format!("{around}/{}", step.id) };
            if let Some(body) = &step.body {
                gather(body, &line, found);
            }
            for arm in &step.arms {
                gather(&arm.body, &line, found);
            }
            if step.kind == StepKind::Branch {
                found.insert(line);
            }
        }
    }
    let mut found = BTreeSet::new();
    gather(body, "", &mut found);
    found
}

/// `shots[3]/fit` is `shots/fit` in the graph.
fn without_items(step: &str) -> String {
    let mut line = String::with_capacity(step.len());
    let mut inside = false;
    for letter in step.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            letter if !inside => line.push(letter),
            _ => {}
        }
    }
    line
}
