//! The plan that a run follows, kept with it: it can be read when the program is another one by then.

use serde_json::Value;

use crate::runs::Digest;
use lightflow_runtime::spec::WorkflowSpec;

use super::{Ready, Service, ServiceError};
use crate::runs::{RunId, RunRequest};
use lightflow_runtime::render::View;

impl Service {
    /// The plan that a run followed, as [`View`] writes it.
    ///
    /// # Errors
    /// When there is no such run, or its plan was not kept.
    pub fn plan_of(&self, run: RunId) -> Result<Value, ServiceError> {
        let store = self.store()?;
        let digest = store.request(run)?.plan;
        let written = digest.map(|digest| store.get(digest)).transpose()?.flatten();
        let plan = written.and_then(|written| serde_json::from_slice(&written).ok());
        plan.ok_or_else(|| {
            ServiceError::refused(
                format!("the plan of the run `{run}` is not in the store any more"),
                "run it again to keep it",
            )
        })
    }

    /// What is kept of a run before it begins, with its plan. Runs of one plan share it.
    pub(super) fn with_plan(&self, ready: &Ready) -> Result<RunRequest, ServiceError> {
        let mut request = ready.request();
        if let Ok(plan) = serde_json::to_vec(&View::of(&ready.workflow.graph)) {
            request.plan = Some(self.store()?.put(&plan)?);
        }
        Ok(request)
    }
}

/// What a workflow's plan is, wherever it stands in its files: another digest may mean another result.
pub(super) fn plan_digest(workflow: &'static WorkflowSpec) -> Digest {
    let mut plan = serde_json::to_value(View::of(&workflow.graph)).unwrap_or_default();
    without_sources(&mut plan);
    Digest::of(plan.to_string().as_bytes())
}

fn without_sources(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("source");
            members.values_mut().for_each(without_sources);
        }
        Value::Array(items) => items.iter_mut().for_each(without_sources),
        _ => {}
    }
}
