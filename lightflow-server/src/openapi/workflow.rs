//! Three operations for each workflow of the program, whose bodies have the schema of its inputs.

use lightflow_runtime::registry::{Registry, inputs_schema, short};
use lightflow_runtime::spec::WorkflowSpec;
use serde_json::{Map, Value, json};

use super::doing;
use super::operation::Operation;

/// A workflow's operations, and the schemas that their bodies refer to.
pub(super) struct OfWorkflow {
    /// Operations with the workflow's name in their paths and ids.
    pub operations: Vec<(String, String, Operation)>,
    /// The schema of its inputs and of what that refers to, by their names in the document.
    pub schemas: Map<String, Value>,
    /// The name of the schema of its inputs.
    pub inputs: String,
    /// Whether a run must be given some of them.
    pub required: bool,
}

/// What the document has of a workflow.
pub(super) fn of(registry: &Registry, workflow: &'static WorkflowSpec) -> OfWorkflow {
    let name = path_name(registry, workflow.graph.id);
    let key = plain(&name);
    let operations = doing::of_workflow().into_iter().map(|mut operation| {
        operation.answers.retain(|answer| answer.status < 300);
        let verb = operation.id.strip_prefix("create_").unwrap_or(operation.id);
        (operation.path.replace("{w}", &name), format!("{verb}_{key}"), operation)
    });
    let mut schema = inputs_schema(&workflow.graph);
    let definitions = schema.as_object_mut().and_then(|schema| {
        schema.remove("$schema");
        schema.remove("$defs")
    });
    let required = schema["required"].as_array().is_some_and(|required| !required.is_empty());
    let inputs = format!("{key}.inputs");
    let mut schemas = Map::new();
    if let Some(Value::Object(definitions)) = definitions {
        schemas.extend(
            definitions.into_iter().map(|(name, schema)| (format!("{key}.{}", plain(&name)), schema)),
        );
    }
    schemas.insert(inputs.clone(), schema);
    for schema in schemas.values_mut() {
        lead(schema, &key);
    }
    OfWorkflow { operations: operations.collect(), schemas, inputs, required }
}

/// The body of an operation of this workflow: that of all workflows, with its own inputs.
pub(super) fn body(general: &Value, of: &OfWorkflow) -> Value {
    let mut own = json!({
        "properties": { "inputs": { "$ref": format!("#/components/schemas/{}", of.inputs) } },
    });
    if of.required {
        own["required"] = json!(["inputs"]);
    }
    json!({ "allOf": [general, own] })
}

/// What stands for a workflow in paths: its name, or its id with `~` where two crates have one of that name.
fn path_name(registry: &Registry, id: &'static str) -> String {
    let namesakes = registry.workflows().filter(|other| short(other.graph.id) == short(id)).count();
    if namesakes == 1 { short(id).to_owned() } else { id.replace('/', "~") }
}

/// Names of components have only these letters.
fn plain(name: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    name.chars().map(|letter| if allowed(letter) { letter } else { '_' }).collect()
}

/// References to definitions of the schema lead to where those are in the document.
fn lead(schema: &mut Value, key: &str) {
    match schema {
        Value::Object(members) => {
            for (member, value) in members {
                match value {
                    Value::String(path) if member == "$ref" => {
                        if let Some(name) = path.strip_prefix("#/$defs/") {
                            *path = format!("#/components/schemas/{key}.{}", plain(name));
                        }
                    }
                    value => lead(value, key),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| lead(item, key)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_components_whose_names_are_plain() {
        let mut schema = json!({ "items": [{ "$ref": "#/$defs/Latent<Sd15>" }], "default": { "side": 1 } });
        lead(&mut schema, "a.b");
        assert_eq!(schema["items"][0]["$ref"], "#/components/schemas/a.b.Latent_Sd15_");
        assert_eq!(schema["default"]["side"], 1);
    }
}
