//! How a flag's text becomes a value: by what the port's JSON Schema wants.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::spec::TypeSpec;

/// What a person writes for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The text as it is: text, paths, base64, names of choices.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Items: `[1,2]`, `1,2`, or one each time the flag is given.
    List(Box<Shape>),
    /// A JSON object, or whatever else has to be written as JSON.
    Json,
    /// JSON if it reads as JSON, text if not.
    Any,
}

/// What is known of a port's type for a flag.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub shape: Shape,
    /// The texts of a closed set; empty when it is open.
    pub choices: Vec<String>,
    /// Whether it names a file or folder.
    pub path: bool,
}

impl Form {
    pub fn of(ty: &TypeSpec) -> Self {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let schema = (ty.schema)(&mut generator).to_value();
        let definitions = generator.take_definitions(false);
        let schema = resolve(&schema, &definitions);
        Self {
            shape: shape(schema, &definitions),
            choices: texts(schema, &definitions),
            path: schema["format"] == "path",
        }
    }
}

impl Shape {
    /// Reads one text; what does not fit stays text, so that the port's own check says what it wants.
    pub fn read(&self, text: &str) -> Result<Value, String> {
        let literal = || Value::String(text.to_owned());
        Ok(match self {
            Self::Text => literal(),
            Self::Integer => integer(text).unwrap_or_else(literal),
            Self::Number => number(text).unwrap_or_else(literal),
            Self::Bool => text.parse().map_or_else(|_| literal(), Value::Bool),
            Self::Any => serde_json::from_str(text).unwrap_or_else(|_| literal()),
            Self::Json => json(text)?,
            Self::List(_) if text.trim_start().starts_with('[') => json(text)?,
            Self::List(_) if text.is_empty() => Value::Array(Vec::new()),
            Self::List(item) => {
                let items = text.split(',').map(|text| item.read(text));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
        })
    }

    /// Reads the texts of a flag that was given several times; only a list takes them.
    pub fn read_all(&self, texts: &[String]) -> Option<Result<Value, String>> {
        let Self::List(item) = self else { return None };
        let items: Result<Vec<Value>, String> = texts.iter().map(|text| item.read(text)).collect();
        Some(items.map(Value::Array))
    }
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it does not read as JSON: {error}"))
}

fn integer(text: &str) -> Option<Value> {
    let signed = text.parse::<i64>().map(Value::from);
    signed.or_else(|_| text.parse::<u64>().map(Value::from)).ok().or_else(|| number(text))
}

/// A JSON number as it was written, or what a person may write instead: `.5`, `+1`.
fn number(text: &str) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(number @ Value::Number(_)) => Some(number),
        _ => {
            let number = text.parse::<f64>().ok()?;
            serde_json::Number::from_f64(number).map(Value::Number)
        }
    }
}

fn shape(schema: &Value, definitions: &Map<String, Value>) -> Shape {
    let schema = resolve(schema, definitions);
    if let Some(kind) = schema["type"].as_str() {
        return match kind {
            "string" => Shape::Text,
            "integer" => Shape::Integer,
            "number" => Shape::Number,
            "boolean" => Shape::Bool,
            "array" => match schema.get("items") {
                Some(items) => Shape::List(Box::new(shape(items, definitions))),
                // A tuple: its items differ, so each is read by what it looks like.
                None => Shape::List(Box::new(Shape::Any)),
            },
            _ => Shape::Json,
        };
    }
    let variants: Vec<Shape> = variants(schema)
        .filter(|variant| resolve(variant, definitions)["type"] != "null")
        .map(|variant| shape(variant, definitions))
        .collect();
    match variants.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => first.clone(),
        _ if schema["const"].is_string() || schema["enum"][0].is_string() => Shape::Text,
        _ => Shape::Any,
    }
}

/// The texts that a schema takes, if those are all it takes.
fn texts(schema: &Value, definitions: &Map<String, Value>) -> Vec<String> {
    let schema = resolve(schema, definitions);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(choices) = schema["enum"].as_array() {
        return choices.iter().map(text).collect::<Option<_>>().unwrap_or_default();
    }
    if let Some(choice) = text(&schema["const"]) {
        return vec![choice];
    }
    let mut all = Vec::new();
    for variant in variants(schema) {
        let variant = resolve(variant, definitions);
        let some = texts(variant, definitions);
        if some.is_empty() && variant["type"] != "null" {
            return Vec::new();
        }
        all.extend(some);
    }
    all
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
}

fn resolve<'a>(mut schema: &'a Value, definitions: &'a Map<String, Value>) -> &'a Value {
    // A definition that is only a reference to itself would never end.
    for _ in 0..8 {
        let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
        match name.and_then(|name| definitions.get(name)) {
            Some(definition) => schema = definition,
            None => break,
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Port;

    fn read<T: Port>(text: &str) -> Value {
        let form = Form::of(&TypeSpec::of::<T>("T"));
        form.shape.read(text).unwrap_or_else(Value::String)
    }

    #[test]
    fn a_text_is_taken_as_it_is_whatever_it_looks_like() {
        assert_eq!(read::<String>("12"), json!("12"));
        assert_eq!(read::<std::path::PathBuf>("true"), json!("true"));
        assert_eq!(read::<Option<String>>("null"), json!("null"));
    }

    #[test]
    fn numbers_keep_every_digit_and_may_be_written_by_people() {
        assert_eq!(read::<u64>("18446744073709551615"), json!(u64::MAX));
        assert_eq!(read::<f64>(".5"), json!(0.5));
        assert_eq!(read::<i32>("+7"), json!(7));
        assert_eq!(read::<u32>("abc"), json!("abc"));
        assert_eq!(read::<Option<u32>>("3"), json!(3));
    }

    #[test]
    fn a_list_is_json_or_separated_by_commas() {
        assert_eq!(read::<Vec<u32>>("1,2"), json!([1, 2]));
        assert_eq!(read::<Vec<String>>(r#"["a,b"]"#), json!(["a,b"]));
        assert_eq!(read::<Vec<bool>>(""), json!([]));
        assert_eq!(read::<Vec<Vec<u8>>>("[[1],[2]]"), json!([[1], [2]]));
        assert_eq!(
            read::<Vec<u8>>("[1"),
            json!("it does not read as JSON: EOF while parsing a list at line 1 column 2")
        );
    }

    #[test]
    fn free_json_falls_back_to_text() {
        assert_eq!(read::<Value>("{\"a\":1}"), json!({ "a": 1 }));
        assert_eq!(read::<Value>("hello"), json!("hello"));
    }
}
