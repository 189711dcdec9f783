//! Whether a run may begin: its inputs and what is around it.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::{Ask, Service, ServiceError};
use crate::preflight::{Code, Finding, Preflight, RunPolicy};
use crate::runs::{Recording, RunId, RunRequest};
use lightflow_runtime::registry::{InputErrors, JsonRun, Launch, check_inputs};
use lightflow_runtime::spec::WorkflowSpec;
use lightflow_runtime::{Engine, ModelFolders};

/// Where the policies of a project are.
const POLICIES: &str = "policies";

/// Where files go if nobody says.
const OUT: &str = "out";

/// A run that may begin.
#[derive(Debug)]
pub struct Ready {
    /// The workflow.
    pub workflow: &'static WorkflowSpec,
    /// All of its inputs, defaults filled in.
    pub inputs: Map<String, Value>,
    /// What was asked for.
    pub ask: Ask,
    launch: Launch,
    engine: Engine,
}

/// What is around a run.
#[derive(Debug)]
pub struct Surroundings {
    /// What the run may do.
    pub policy: Option<RunPolicy>,
    /// Where models are.
    pub models: ModelFolders,
}

impl Service {
    /// Checks all that a run needs, and starts nothing.
    ///
    /// # Errors
    /// With all that stands in the way.
    pub fn check(&self, ask: Ask) -> Result<Ready, ServiceError> {
        let (workflow, launch) = self.workflow(&ask.workflow)?;
        let id = workflow.graph.id;
        let (surroundings, mut findings) = self.surroundings(workflow, &ask, false);
        let inputs = match check_inputs(workflow.graph.inputs(), ask.inputs.clone()) {
            Ok(inputs) => {
                findings.splice(0..0, of_inputs((workflow.broken_shapes)(inputs.clone())));
                inputs
            }
            Err(InputErrors(errors)) => {
                findings.splice(0..0, of_inputs(errors));
                Map::new()
            }
        };
        if !findings.is_empty() {
            return Err(ServiceError::NotReady { workflow: id, findings });
        }
        let ready = self.ready(workflow, launch, inputs, ask, surroundings);
        // What only reading the values themselves shows.
        ready
            .prepared()
            .map_err(|errors| ServiceError::NotReady { workflow: id, findings: of_inputs(errors.0) })?;
        Ok(ready)
    }

    /// The workflow of this name or id; dashes may stand for underscores.
    ///
    /// # Errors
    /// When there is none.
    pub fn workflow(&self, name: &str) -> Result<(&'static WorkflowSpec, Launch), ServiceError> {
        let registry = self.registry();
        let found = registry.workflow(name);
        let found = found.or_else(|unknown| registry.workflow(&name.replace('-', "_")).map_err(|_| unknown));
        Ok(found?)
    }

    /// Looks at what is around a run: policy, models, programs, variables, the output folder. With `thorough`, models'
    /// files are read to compare their digests.
    pub fn surroundings(
        &self,
        workflow: &'static WorkflowSpec,
        ask: &Ask,
        thorough: bool,
    ) -> (Surroundings, Vec<Finding>) {
        let mut models = ModelFolders::of_environment(|name| std::env::var_os(name));
        if let Some(folder) = &ask.models {
            models = models.first(folder);
        }
        let mut findings = Vec::new();
        let policy = ask.policy.as_deref().map(|name| RunPolicy::find(name, Path::new(POLICIES)));
        let policy = policy.transpose().unwrap_or_else(|error| {
            findings.push(Finding::new(Code::NoPolicy, "--policy", error.message, error.help));
            None
        });
        let mut preflight = Preflight::of(workflow).models(models.clone()).digests(thorough);
        if let Some(policy) = &policy {
            preflight = preflight.policy(policy);
        }
        // Without the flag, only a node that says that it writes files is known to need the folder.
        let writes = workflow.graph.demands().iter().any(|demand| demand.need.kind() == "fs");
        let folder = ask.place.output_folder.clone().or_else(|| writes.then(|| PathBuf::from(OUT)));
        if let Some(folder) = folder {
            preflight = preflight.output_folder(folder);
        }
        findings.extend(preflight.check());
        (Surroundings { policy, models }, findings)
    }

    /// A run whose inputs and surroundings were checked.
    pub fn ready(
        &self,
        workflow: &'static WorkflowSpec,
        launch: Launch,
        inputs: Map<String, Value>,
        ask: Ask,
        surroundings: Surroundings,
    ) -> Ready {
        let Surroundings { policy, models } = surroundings;
        let engine = match policy {
            Some(policy) => policy.apply(self.shared.settings.clone()).build(),
            None => self.shared.engine.clone(),
        };
        let engine = engine.of_run(ask.place.output_folder.clone(), models);
        Ready { workflow, inputs, ask, launch, engine }
    }

    /// Begins to keep a run; `None` if runs are kept nowhere.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn begin(&self, ready: &Ready) -> Result<Option<Recording>, ServiceError> {
        let Some(runs) = &self.shared.runs else { return Ok(None) };
        let request = self.with_plan(ready)?;
        Ok(Some(runs.record(request, ready.workflow, ready.ask.reuse.clone())?))
    }

    /// Keeps a run for whoever starts it later.
    ///
    /// # Errors
    /// When runs are kept nowhere, or the store cannot be written.
    pub fn create(&self, ready: &Ready) -> Result<RunId, ServiceError> {
        let request = self.with_plan(ready)?;
        Ok(self.store()?.queue(request)?)
    }
}

impl Ready {
    /// The run, as the engine takes it.
    ///
    /// # Errors
    /// When the inputs do not read as what the workflow takes.
    pub fn prepared(&self) -> Result<JsonRun, InputErrors> {
        (self.launch)(&self.engine, self.inputs.clone())
    }

    /// Where the run's files go.
    pub fn output_folder(&self) -> &Path {
        self.ask.place.output_folder.as_deref().unwrap_or(Path::new(OUT))
    }

    /// What is kept of it before it begins: no secret is part of it.
    pub fn request(&self) -> RunRequest {
        let Ask { place, policy, models, reuse, recipes, sweep, from, wanted, priority, request_key, .. } =
            self.ask.clone();
        let mut request = crate::runs::request(self.workflow, &self.inputs);
        (request.folder, request.output_folder) = (place.folder, place.output_folder);
        (request.policy, request.models) = (policy, models);
        (request.sweep, request.from, request.plain) = (sweep, from, !recipes);
        (request.wanted, request.priority, request.request_key) = (wanted, priority, request_key);
        (request.no_cache, request.fresh) = (reuse.nothing, reuse.fresh);
        request
    }
}

pub(super) fn of_inputs(errors: Vec<lightflow_runtime::registry::InputError>) -> Vec<Finding> {
    let findings = errors.into_iter().map(|error| {
        let help = error.hint.unwrap_or_else(|| "give it another value".into());
        Finding::new(Code::InvalidInput, error.port, error.problem, help)
    });
    findings.collect()
}
