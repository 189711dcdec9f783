//! Says in JSON Schema what inputs a workflow takes.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::is_required;
use crate::spec::CompositionSpec;

/// The JSON Schema (draft 2020-12) of the object of inputs that a run of `graph` takes.
///
/// What it accepts, [`check_inputs`](super::check_inputs) accepts; types with names of their own are under `$defs`.
pub fn inputs_schema(graph: &CompositionSpec) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let properties: Map<String, Value> = graph
        .inputs()
        .iter()
        .map(|port| (port.name.to_owned(), port.schema(&mut generator).to_value()))
        .collect();
    let required: Vec<&str> =
        graph.inputs().iter().filter(|port| is_required(port)).map(|port| port.name).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": graph.name,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if !graph.doc.is_empty() {
        schema["description"] = graph.doc.into();
    }
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    schema
}
