//! Checks a workflow's inputs before anything runs, and names all that is wrong.

use serde_json::{Map, Value};

use super::nearest;
use crate::port::CodecError;
use crate::spec::PortSpec;

/// One input that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct InputError {
    /// Its name.
    pub port: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Everything that is wrong with a workflow's inputs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", all(.0))]
pub struct InputErrors(pub Vec<InputError>);

fn all(errors: &[InputError]) -> String {
    let texts = errors.iter().map(|error| {
        let hint = error.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("`{}`: {}{hint}", error.port, error.problem)
    });
    texts.collect::<Vec<_>>().join("; ")
}

/// Checks types, ranges and choices, fills in defaults, and refuses what no port is called.
///
/// # Errors
/// One entry for every wrong input.
pub fn check_inputs(
    ports: &[PortSpec],
    mut inputs: Map<String, Value>,
) -> Result<Map<String, Value>, InputErrors> {
    let mut errors = Vec::new();
    for name in inputs.keys() {
        if !ports.iter().any(|port| port.name == name) {
            let near = nearest(name, ports.iter().map(|port| port.name));
            errors.push(InputError {
                port: name.clone(),
                problem: "there is no such input".into(),
                hint: Some(match near.first() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the inputs are {}", names(ports)),
                }),
            });
        }
    }
    for port in ports {
        let checked = match inputs.get(port.name) {
            Some(value) => port.check(value),
            None => match port.default {
                // What the parameter feeds may take less than its own declaration says.
                Some(default) => (default.json)().and_then(|value| {
                    port.keeps(&value)?;
                    inputs.insert(port.name.into(), value);
                    Ok(())
                }),
                None if !is_required(port) => {
                    inputs.insert(port.name.into(), Value::Null);
                    Ok(())
                }
                None => Err(CodecError::new("it is missing and has no default")),
            },
        };
        if let Err(error) = checked {
            errors.push(InputError {
                port: port.name.into(),
                problem: error.to_string(),
                hint: Some(format!("it takes {}", accepted(port))),
            });
        }
    }
    if errors.is_empty() { Ok(inputs) } else { Err(InputErrors(errors)) }
}

/// Puts in the defaults of what is absent, as far as they can be written down.
pub(crate) fn fill(ports: &[PortSpec], inputs: &mut Map<String, Value>) {
    for port in ports.iter().filter(|port| port.default.is_some()) {
        if !inputs.contains_key(port.name)
            && let Some(Ok(value)) = port.default.as_ref().map(|default| (default.json)())
        {
            inputs.insert(port.name.into(), value);
        }
    }
}

/// What a port takes, in words: `u32 in 16..=4096, in px`.
pub fn accepted(port: &PortSpec) -> String {
    let mut text = (port.ty.name)().into_owned();
    if let Some(range) = &port.range {
        text.push_str(&format!(" in {}", range.text));
    }
    if !port.choices.is_empty() {
        let choices: Vec<_> = port.choices.iter().map(|choice| choice.text).collect();
        text.push_str(&format!(", one of {}", choices.join(", ")));
    }
    for limit in port.limits() {
        text.push_str(&format!(", {limit}"));
    }
    if let Some(unit) = port.unit {
        text.push_str(&format!(", in {unit}"));
    }
    text
}

/// Whether a run must be given a value for this port: it has no default, and null is none of its values.
pub fn is_required(port: &PortSpec) -> bool {
    port.default.is_none() && (port.ty.accepts)(Value::Null).is_err()
}

fn names(ports: &[PortSpec]) -> String {
    let names: Vec<String> = ports.iter().map(|port| format!("`{}`", port.name)).collect();
    names.join(", ")
}
