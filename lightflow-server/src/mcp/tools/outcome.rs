//! What came of a run, as `run`, `status` and `outputs` tell it.

use lightflow_service::runs::{Artifact, Run, RunStatus};
use lightflow_service::service::Service;
use rmcp::model::ContentBlock;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Answer, Fault};
use crate::mcp::resources::{artifact_link, artifact_uri, run_link};

/// So many artifacts have a link; all of them are in the data.
const LINKS: usize = 20;

/// What came of a run so far.
#[derive(Serialize, JsonSchema)]
pub struct Outcome {
    pub run: Run,
    /// What the workflow gave; null until it has finished.
    pub outputs: Option<Value>,
    /// The files that it made.
    pub artifacts: Vec<Made>,
}

/// A file that a run made.
#[derive(Serialize, JsonSchema)]
pub struct Made {
    #[serde(flatten)]
    pub artifact: Artifact,
    /// The resource to read it as.
    pub uri: String,
    /// Where it lies, if it is still there.
    pub file: Option<String>,
}

impl Outcome {
    /// What the store knows of a run.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn of(service: &Service, run: Run) -> Result<Self, Fault> {
        let store = service.store()?;
        let outputs = store.outputs(run.id)?;
        let folder = store.request(run.id)?.output_folder;
        let made = |artifact: Artifact| {
            let file =
                folder.as_ref().map(|folder| folder.join(&artifact.name)).filter(|file| file.is_file());
            Made {
                uri: artifact_uri(artifact.digest),
                file: file.map(|file| file.display().to_string()),
                artifact,
            }
        };
        let artifacts = store.artifacts(run.id)?.into_iter().map(made).collect();
        Ok(Self { run, outputs, artifacts })
    }

    /// In words, with links to what it made.
    pub fn answer(self) -> Answer<Self> {
        let Run { id, status, .. } = &self.run;
        let mut text = format!("run {id} {}", done(*status));
        if let Some(outputs) = &self.outputs {
            text.push_str(&format!("\noutputs: {outputs}"));
        }
        if !self.artifacts.is_empty() {
            text.push_str(&format!("\n{} files; `outputs` shows pictures of them", self.artifacts.len()));
        }
        if !status.is_over() {
            text.push_str("\ncall `status` to see how far it is");
        }
        let mut more = vec![ContentBlock::resource_link(run_link(&self.run))];
        more.extend(
            self.artifacts
                .iter()
                .take(LINKS)
                .map(|made| ContentBlock::resource_link(artifact_link(&made.artifact))),
        );
        Answer { data: self, text, more }
    }

    /// A run that did not finish on its own is a fault for whoever waited for it.
    ///
    /// # Errors
    /// When it failed, was cancelled or was interrupted.
    pub fn or_fault(self) -> Result<Self, Fault> {
        let Run { id, status, error, .. } = &self.run;
        let code = match status {
            RunStatus::Failed => "run_failed",
            RunStatus::Cancelled => "run_cancelled",
            RunStatus::Interrupted => "run_interrupted",
            RunStatus::Created | RunStatus::Running | RunStatus::Finished => return Ok(self),
        };
        let why = error.clone().unwrap_or_else(|| done(*status).to_owned());
        let hint = format!(
            "call `explain` with run {id}; nothing that was done is done again when it runs once more"
        );
        let mut fault = Fault::new(code, why, hint);
        *fault.details = serde_json::to_value(&self).unwrap_or_default();
        Err(fault)
    }
}

fn done(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Created => "waits for its turn",
        RunStatus::Running => "goes on",
        RunStatus::Finished => "has finished",
        RunStatus::Failed => "has failed",
        RunStatus::Cancelled => "was cancelled",
        RunStatus::Interrupted => "was interrupted",
    }
}
