//! What somebody wants to be run.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::runs::{Place, Reuse, RunId, RunRequest};

/// What somebody wants to be run.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The name or id of the workflow.
    pub workflow: String,
    /// Its inputs; what is absent has its default.
    pub inputs: Map<String, Value>,
    /// Where relative paths begin, and where files go.
    pub place: Place,
    /// What the run may do: the name of a policy in `policies`, or its file.
    pub policy: Option<String>,
    /// The folder of models that is looked into first.
    pub models: Option<PathBuf>,
    /// What it may use of earlier runs.
    pub reuse: Reuse,
    /// Whether files that the run makes carry their recipe.
    pub recipes: bool,
    /// The sweep that it is part of.
    pub sweep: Option<String>,
    /// The run whose request it repeats.
    pub from: Option<RunId>,
    /// Whether a server is to bring it to its end, also after it was stopped in between.
    pub wanted: bool,
    /// Which comes first of those that wait: the higher.
    pub priority: i32,
    /// What its asker calls the request: the same one twice is one run.
    pub request_key: Option<String>,
}

impl Ask {
    /// Asks for a workflow with these inputs; what is no object counts as no inputs.
    pub fn new(workflow: impl Into<String>, inputs: Value) -> Self {
        let inputs = match inputs {
            Value::Object(inputs) => inputs,
            _ => Map::new(),
        };
        Self {
            workflow: workflow.into(),
            inputs,
            place: Place::default(),
            policy: None,
            models: None,
            reuse: Reuse::default(),
            recipes: true,
            sweep: None,
            from: None,
            wanted: false,
            priority: 0,
            request_key: None,
        }
    }

    /// Asks again for what a run was asked to do.
    pub fn again(request: &RunRequest) -> Self {
        Self {
            place: Place { folder: request.folder.clone(), output_folder: request.output_folder.clone() },
            policy: request.policy.clone(),
            models: request.models.clone(),
            recipes: !request.plain,
            reuse: Reuse { nothing: request.no_cache, fresh: request.fresh.clone(), explain: false },
            ..Self::new(request.workflow.clone(), request.inputs.clone())
        }
    }
}
