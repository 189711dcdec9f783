//! Going on with runs, and asking again for what earlier ones were asked.

use std::path::Path;

use serde_json::{Map, Value};

use super::recipe::content_of;
use super::{Ask, Ready, Service, ServiceError};
use crate::runs::{Recording, Reuse, Run, RunId, RunRequest, RunStatus, StepRecord};
use lightflow_runtime::port::Storage;

/// A run that can go on.
#[derive(Debug)]
pub struct Resumable {
    /// The run.
    pub run: Run,
    /// What it was asked to do, checked again.
    pub ready: Ready,
    /// Nodes whose code is not what it was when the run's steps were done: those steps run again.
    pub changed: Vec<String>,
}

/// Where the inputs of a new run come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A run: its id, the beginning of it, or `last`.
    Run(String),
    /// A file that a run made, or the digest of its content.
    Artifact(String),
}

impl Service {
    /// Checks whether a run can go on: that it is there, that it is not over, and that this program can do it.
    ///
    /// `secrets` are inputs that were not kept.
    ///
    /// # Errors
    /// When the run finished, another process works on it, or something stands in its way.
    pub fn resumable(&self, run: &str, secrets: Map<String, Value>) -> Result<Resumable, ServiceError> {
        let store = self.store()?;
        let run = store.find(run)?;
        if run.status == RunStatus::Finished {
            return Err(ServiceError::refused(
                format!("the run `{}` has already finished", run.id),
                "run it again: `runs retry`, or `runs rerun` with other inputs",
            ));
        }
        let request = store.request(run.id)?;
        let mut ask = Ask::again(&request);
        let (workflow, _) = self.workflow(&ask.workflow)?;
        for (name, value) in secrets {
            let is_secret =
                |port: &&lightflow_runtime::spec::PortSpec| matches!(port.ty.storage, Storage::Secret);
            if !workflow.graph.inputs().iter().filter(is_secret).any(|port| port.name == name) {
                return Err(ServiceError::refused(
                    format!("`{name}` is no secret: a run goes on with the inputs that it has"),
                    "use `runs rerun` for a new run with other inputs",
                ));
            }
            ask.inputs.insert(name, value);
        }
        let changed = self.changed(&store.steps(run.id)?);
        Ok(Resumable { run, ready: self.check(ask)?, changed })
    }

    /// Goes on with a run: what its steps gave is known.
    ///
    /// # Errors
    /// When another process works on it by now, or the store cannot be written.
    pub fn resume(&self, resumable: &Resumable, reuse: Reuse) -> Result<Recording, ServiceError> {
        Ok(self.runs()?.resume(resumable.run.id, resumable.ready.workflow, reuse)?)
    }

    /// Ends a run that cannot begin, or go on, with the reason.
    ///
    /// # Errors
    /// When there is no such run, another process works on it, or the store cannot be written.
    pub fn refuse(&self, run: RunId, reason: &str) -> Result<(), ServiceError> {
        let handle = self.store()?.resume(run)?;
        Ok(handle.finish(crate::runs::Ending::Failed, None, Some(reason))?)
    }

    /// The same once more, as a new run.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn retry(&self, run: &str) -> Result<Ask, ServiceError> {
        let store = self.store()?;
        let run = store.find(run)?;
        let reuse = Reuse::default();
        Ok(Ask { from: Some(run.id), reuse, ..Ask::again(&store.request(run.id)?) })
    }

    /// What made a run or an artifact, with some inputs changed, as a new run.
    ///
    /// # Errors
    /// When nothing says what made it.
    pub fn rerun(&self, origin: &Origin, changes: Map<String, Value>) -> Result<Ask, ServiceError> {
        let mut ask = match origin {
            Origin::Run(run) => self.retry(run)?,
            Origin::Artifact(artifact) => {
                let (run, request) = self.made_by(artifact)?;
                Ask { from: Some(run), ..Ask::again(&request) }
            }
        };
        ask.inputs.extend(changes);
        Ok(ask)
    }

    /// The newest run that made this artifact, which is a file, or the digest of one's content.
    ///
    /// # Errors
    /// When no run that is kept made it.
    pub fn made_by(&self, artifact: &str) -> Result<(RunId, RunRequest), ServiceError> {
        let store = self.store()?;
        let content = match artifact.parse() {
            Ok(digest) => digest,
            Err(_) => content_of(Path::new(artifact))?,
        };
        if let Some((run, _)) = store.runs_with(content)?.into_iter().next() {
            return Ok((run, store.request(run)?));
        }
        let judged = crate::runs::VerdictFilter { content: Some(content), ..Default::default() };
        match store.verdicts(&judged)?.into_iter().next() {
            Some(verdict) => Ok((verdict.run, verdict.request)),
            None => Err(ServiceError::refused(
                format!("no run that is kept made `{artifact}`"),
                "name a file as a run left it, or the run itself",
            )),
        }
    }

    /// Nodes whose code is not what it was when these steps were done.
    fn changed(&self, done: &[StepRecord]) -> Vec<String> {
        let is_changed = |step: &&StepRecord| match self.registry().node(&step.node) {
            Ok(node) => format!("{:032x}", node.fingerprint) != step.fingerprint,
            Err(_) => true,
        };
        let mut nodes: Vec<String> = done.iter().filter(is_changed).map(|step| step.node.clone()).collect();
        nodes.sort();
        nodes.dedup();
        nodes
    }
}
