//! `preflight`: whether a run may begin.

use lightflow_service::preflight::Finding;
use lightflow_service::service::{Ask, Service, ServiceError};
use rmcp::model::Tool;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Answer, Effect, Fault, declared, off};
use crate::mcp::runner::Runner;
use crate::mcp::server::Shared;

pub const NAME: &str = "preflight";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The name or id of a workflow.
    workflow: String,
    /// Its inputs by name, as `describe` gives their schema; what is absent has its default.
    #[serde(default)]
    inputs: Map<String, Value>,
}

#[derive(Serialize, JsonSchema)]
pub struct Checked {
    /// The workflow's id.
    workflow: String,
    /// Whether a run may begin.
    ready: bool,
    /// All that stands in its way.
    findings: Vec<Finding>,
    /// All inputs with defaults filled in, secrets hidden; empty if some are wrong.
    inputs: Map<String, Value>,
}

pub fn tool() -> Tool {
    let description = "Check all that a run needs: inputs, shapes, models' files, programs, variables, space. \
                       Runs nothing, and names everything that stands in the way at once.";
    declared::<Asked, Checked>(NAME, "Check before a run", description, Effect::Reads)
}

pub async fn call<R: Runner>(shared: &Shared<R>, asked: Asked) -> Result<Answer<Checked>, Fault> {
    let ask = shared.runner.admit(Ask::new(asked.workflow, asked.inputs.into()))?;
    let service = shared.service.clone();
    let checked = off(move || check(&service, ask)).await?;
    let mut text = match checked.findings.len() {
        0 => format!("`{}` is ready to run", checked.workflow),
        1 => format!("`{}` cannot run: one thing stands in the way", checked.workflow),
        count => format!("`{}` cannot run: {count} things stand in the way", checked.workflow),
    };
    for Finding { subject, message, help, .. } in &checked.findings {
        text.push_str(&format!("\n- {subject}: {message}; {help}"));
    }
    Ok(Answer::new(checked, text))
}

fn check(service: &Service, ask: Ask) -> Result<Checked, Fault> {
    let (workflow, _) = service.workflow(&ask.workflow)?;
    let id = workflow.graph.id.to_owned();
    let (inputs, findings) = match service.check(ask) {
        Ok(ready) => {
            // Now that all else is right, models' files are read to the end.
            let (_, findings) = service.surroundings(workflow, &ready.ask, true);
            (workflow.graph.shown(&ready.inputs), findings)
        }
        Err(ServiceError::NotReady { findings, .. }) => (Map::new(), findings),
        Err(error) => return Err(error.into()),
    };
    Ok(Checked { workflow: id, ready: findings.is_empty(), findings, inputs })
}
