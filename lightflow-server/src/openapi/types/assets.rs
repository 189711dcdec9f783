//! What the program has.

use lightflow_service::service::Input;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::presets::Preset;

/// Which assets are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Steps.
    Nodes,
    /// Parts of workflows.
    Compositions,
    /// What can be run.
    Workflows,
    /// Files that nodes read weights from.
    Models,
    /// Types of values.
    Types,
    /// Inputs under a name.
    Presets,
    /// What runs may do.
    Policies,
}

/// Assets of the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Assets {
    /// The assets.
    pub assets: Vec<Asset>,
}

/// An asset; each kind has more fields of its own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asset {
    /// What it is: `node`, `composition`, `workflow`, `model`, `type`, `preset` or `policy`.
    pub kind: String,
    /// Crate and name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub doc: String,
    /// What else is known of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The workflows of the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Workflows {
    /// The workflows.
    pub workflows: Vec<WorkflowLine>,
}

/// What the list says of a workflow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorkflowLine {
    /// Crate and name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub doc: String,
    /// File and line.
    pub source: String,
    /// Its inputs, in the order in which it declares them.
    pub inputs: Vec<Input>,
}

/// All that is known of a workflow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Workflow {
    /// What the list says of it.
    #[serde(flatten)]
    pub line: WorkflowLine,
    /// The JSON Schema of its inputs.
    pub schema: Value,
    /// How many nodes it calls.
    pub nodes: u64,
    /// Its presets.
    pub presets: Vec<Preset>,
}
