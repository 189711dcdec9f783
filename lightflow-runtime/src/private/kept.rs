//! Checks values against their ports where they are computed: in a step, and where a run begins.

use serde_json::Value;

use crate::frame::NodeError;
use crate::port::CodecError;
use crate::registry::InputError;
use crate::spec::{LenSpec, PortSpec};

/// Fails when a text or list of a step is too short or too long.
///
/// # Errors
/// Names the port, and what it takes.
#[inline]
pub fn has_len(port: &str, count: Option<usize>, len: &LenSpec) -> Result<(), NodeError> {
    match count {
        Some(count) if !len.contains(count) => {
            Err(format!("the port `{port}` takes a length of {}, and was given {count}", len.text).into())
        }
        _ => Ok(()),
    }
}

/// Notes what is wrong with a typed input of a workflow; one whose port takes all of its type is not looked at.
pub fn input_kept(
    port: &PortSpec,
    json: impl FnOnce() -> Result<Value, CodecError>,
    errors: &mut Vec<InputError>,
) {
    if port.is_bound()
        && let Ok(value) = json()
        && let Err(error) = port.keeps(&value)
    {
        errors.push(InputError { port: port.name.into(), problem: error.to_string(), hint: None });
    }
}
