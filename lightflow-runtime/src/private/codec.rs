//! What `#[derive(Port)]` and workflow inputs call.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value};

use crate::port::{CodecError, Port, Writer};

/// The fields of an object.
pub type JsonMap = Map<String, Value>;

/// Reads one input of a workflow, and notes what is wrong with it.
pub fn read_input<T>(
    name: &'static str,
    inputs: &mut JsonMap,
    errors: &mut Vec<(&'static str, CodecError)>,
    read: fn(Value) -> Result<T, CodecError>,
) -> Option<T> {
    let value = inputs.remove(name).unwrap_or_default();
    read(value).map_err(|error| errors.push((name, error))).ok()
}

/// Writes one field of an object.
///
/// # Errors
/// When the value has no JSON form.
pub fn write_field(
    fields: &mut JsonMap,
    name: &str,
    value: Result<Value, CodecError>,
) -> Result<(), CodecError> {
    let value = value.map_err(|error| error.at(format!(".{name}")))?;
    fields.insert(name.into(), value);
    Ok(())
}

/// Reads one field of an object; an absent one counts as null.
///
/// # Errors
/// When it is missing, or of another type.
pub fn read_field<T>(
    fields: &mut JsonMap,
    name: &str,
    read: fn(Value) -> Result<T, CodecError>,
) -> Result<T, CodecError> {
    match fields.remove(name) {
        Some(value) => read(value).map_err(|error| error.at(format!(".{name}"))),
        None => read(Value::Null).map_err(|_| CodecError::new(format!("the field `{name}` is missing"))),
    }
}

/// The fields of a value that must be an object with no others than these.
///
/// # Errors
/// When it is no object, or has others.
pub fn fields_of(name: &str, value: Value, known: &[&str]) -> Result<JsonMap, CodecError> {
    match value {
        Value::Object(fields) => match fields.keys().find(|field| !known.contains(&field.as_str())) {
            None => Ok(fields),
            Some(field) => Err(CodecError::new(format!("`{name}` has no field `{field}`"))),
        },
        other => Err(CodecError::expected(format!("a `{name}` object"), &other)),
    }
}

/// "expected one of "white", "gradient", found "red"".
pub fn unknown_choice(value: &Value, choices: &[&str]) -> CodecError {
    let choices: Vec<String> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
    CodecError::expected(format!("one of {}", choices.join(", ")), value)
}

/// The schema of a struct.
pub fn object_schema<const N: usize>(name: &str, doc: &str, fields: [(&str, &str, Schema); N]) -> Schema {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (field, doc, mut schema) in fields {
        if !doc.is_empty() {
            schema.insert("description".into(), doc.into());
        }
        properties.insert(field.into(), schema.to_value());
        required.push(Value::from(field));
    }
    described(
        json_schema!({
            "type": "object", "title": name, "properties": properties, "required": required,
            "additionalProperties": false,
        }),
        doc,
    )
}

/// The schema of an enum without fields.
pub fn choice_schema(name: &str, doc: &str, variants: &[(&str, &str)]) -> Schema {
    let choices: Vec<&str> = variants.iter().map(|(name, _)| *name).collect();
    described(json_schema!({ "type": "string", "title": name, "enum": choices }), doc)
}

/// The schema of a type with a byte form, as base64.
pub fn bytes_schema(name: &str, media: &str) -> Schema {
    json_schema!({ "type": "string", "title": name, "contentEncoding": "base64", "contentMediaType": media })
}

/// The schema of a handle: no JSON value is one.
pub fn handle_schema(name: &str) -> Schema {
    json_schema!({ "title": name, "not": {} })
}

fn described(mut schema: Schema, doc: &str) -> Schema {
    if !doc.is_empty() {
        schema.insert("description".into(), doc.into());
    }
    schema
}

/// Writes bytes for a store.
///
/// # Errors
/// When the value could not be encoded.
pub fn write_bytes<E: std::fmt::Display>(
    out: &mut Writer<'_>,
    bytes: Result<Vec<u8>, E>,
) -> Result<(), CodecError> {
    out.blob(&bytes.map_err(|error| CodecError::new(error.to_string()))?);
    Ok(())
}

/// Says in which field a mistake is.
///
/// # Errors
/// When there is one.
pub fn at_field<T>(name: &str, result: Result<T, CodecError>) -> Result<T, CodecError> {
    result.map_err(|error| error.at(format!(".{name}")))
}

/// Writes bytes as base64.
///
/// # Errors
/// When the value could not be encoded.
pub fn encode_bytes<E: std::fmt::Display>(bytes: Result<Vec<u8>, E>) -> Result<Value, CodecError> {
    let bytes = bytes.map_err(|error| CodecError::new(error.to_string()))?;
    bytes::Bytes::from(bytes).to_json()
}

/// Reads bytes from base64.
///
/// # Errors
/// When the value is no base64 text.
pub fn decode_bytes(value: Value) -> Result<bytes::Bytes, CodecError> {
    bytes::Bytes::from_json(value)
}

/// `Latent<SD 1.5>`
pub fn of_families(name: &str, families: &[&str]) -> String {
    format!("{name}<{}>", families.join(", "))
}
