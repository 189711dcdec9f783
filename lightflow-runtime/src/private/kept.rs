//! Checks values against their ports where they are computed: in a step, and where a run begins.

use serde_json::Value;

use crate::frame::NodeError;
use crate::port::CodecError;
use crate::registry::InputError;
use crate::spec::{LenSpec, Measured, Pattern, PortSpec, Textual, Whole};

/// Fails when a text or list of a step is too short or too long.
///
/// # Errors
/// Names the port, and what it takes.
#[inline]
pub fn has_len<T: Measured + ?Sized>(port: &str, value: &T, len: &LenSpec) -> Result<(), NodeError> {
    match value.length() {
        Some(count) if !len.contains(count) => {
            Err(format!("the port `{port}` takes a length of {}, and was given {count}", len.text).into())
        }
        _ => Ok(()),
    }
}

/// Fails when a number of a step is no multiple.
///
/// # Errors
/// Names the port, and what it takes.
#[inline]
pub fn has_multiples<T>(port: &str, value: &T, of: i128) -> Result<(), NodeError>
where
    T: Whole + std::fmt::Debug + ?Sized,
{
    if value.all_multiples(of) {
        return Ok(());
    }
    Err(format!("the port `{port}` takes multiples of {of}, and was given {value:?}").into())
}

/// Fails when a text of a step does not match.
///
/// # Errors
/// Names the port, and what it takes.
#[inline]
pub fn has_texts<T>(port: &str, value: &T, pattern: &Pattern) -> Result<(), NodeError>
where
    T: Textual + std::fmt::Debug + ?Sized,
{
    if value.all_texts(&|text| pattern.is_match(text)) {
        return Ok(());
    }
    Err(format!("the port `{port}` takes texts that match `{}`, and was given {value:?}", pattern.text).into())
}

/// Notes what is wrong with a typed input of a workflow; one whose port takes all of its type is not looked at.
pub fn input_kept(
    port: &PortSpec,
    json: impl FnOnce() -> Result<Value, CodecError>,
    errors: &mut Vec<InputError>,
) {
    if port.is_bound()
        && let Ok(value) = json()
        && !(value.is_null() && port.default.is_none())
        && let Err(error) = port.keeps(&value)
    {
        errors.push(InputError { port: port.name.into(), problem: error.to_string(), hint: None });
    }
}
