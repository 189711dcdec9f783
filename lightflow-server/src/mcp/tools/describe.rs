//! `describe`: all that is known of an asset.

use lightflow_service::service::Service;
use rmcp::model::Tool;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Answer, Effect, Fault, declared};
use crate::mcp::assets::{Asset, AssetKind, named};

pub const NAME: &str = "describe";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The name or id of a workflow, composition, node, type or model.
    name: String,
    /// Which of those that share the name.
    #[serde(default)]
    kind: Option<AssetKind>,
}

#[derive(Serialize, JsonSchema)]
pub struct Known {
    /// Kind, id, doc, source, inputs and output of each; of a workflow, `schema` is the JSON Schema of `inputs` of `run`.
    assets: Vec<Map<String, Value>>,
}

pub fn tool() -> Tool {
    let description = "Show all that is known of an asset: doc, inputs with what they accept and their defaults, output, \
                       needs, source. Of a workflow it has the JSON Schema of its inputs: read it before `run`.";
    declared::<Asked, Known>(NAME, "Describe an asset", description, Effect::Reads)
}

pub fn call(service: &Service, asked: Asked) -> Result<Answer<Known>, Fault> {
    let found = named(service.registry(), &asked.name, asked.kind)?;
    let mut texts = Vec::new();
    for asset in &found {
        let mut text = asset.text();
        if let Asset::Workflow(spec) = asset {
            let schema = lightflow_runtime::registry::inputs_schema(&spec.graph);
            text.push_str(&format!("\n\nJSON Schema of `inputs`:\n{schema}"));
        }
        texts.push(text);
    }
    let assets = found.into_iter().map(Asset::described).collect();
    Ok(Answer::new(Known { assets }, texts.join("\n\n")))
}
