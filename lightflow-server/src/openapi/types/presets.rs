//! Inputs under a name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A preset that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPreset {
    /// Its name: letters, digits, `-` and `_`.
    pub name: String,
    /// The run whose inputs it keeps.
    pub run: String,
}

/// Presets of the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Presets {
    /// The presets, by name.
    pub presets: Vec<Preset>,
}

/// Inputs under a name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// The id of the workflow, if it is for one alone.
    pub workflow: Option<String>,
    /// Values by the input's name; what is absent keeps its default.
    pub inputs: Map<String, Value>,
}
