//! What a workflow asks of who runs it, in a form that forms are made from.

use lightflow_runtime::port::Storage;
use lightflow_runtime::registry::is_required;
use lightflow_runtime::spec::{Bound, PortSpec, WorkflowSpec};
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

/// One input of a workflow.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// What it is, in words.
    pub doc: &'static str,
    /// Its type in words: `list of u32`.
    #[serde(rename = "type")]
    pub ty: String,
    /// The JSON Schema of its values, complete in itself.
    pub schema: Value,
    /// Whether a run must be given it.
    pub required: bool,
    /// The value that it has if none is given.
    pub default: Option<Value>,
    /// The numbers that it takes.
    pub range: Option<Range>,
    /// The values that it takes, where they are a closed set.
    pub choices: Vec<Value>,
    /// The unit of its number.
    pub unit: Option<&'static str>,
    /// What its whole numbers are multiples of.
    pub multiple_of: Option<i64>,
    /// How a form asks for it.
    pub kind: InputKind,
}

/// The numbers that an input takes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// As the source says it: `16..=4096`.
    pub text: &'static str,
    /// The least.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Number>"))]
    pub min: Option<Value>,
    /// The greatest.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Number>"))]
    pub max: Option<Value>,
    /// Whether the greatest itself is outside.
    pub max_excluded: bool,
}

/// How a form asks for an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// One of a closed set.
    Choice,
    /// A file.
    Path,
    /// A folder.
    Folder,
    /// A colour, as `#rrggbb`.
    Color,
    /// What chance begins with: a whole number that is as good as any other.
    Seed,
    /// Several values.
    List,
    /// Something that nobody else may see.
    Secret,
    /// Anything else, as JSON.
    Json,
}

impl Input {
    /// The inputs of a workflow, in their order.
    pub fn of(workflow: &'static WorkflowSpec) -> Vec<Self> {
        workflow.graph.inputs().iter().map(Self::of_port).collect()
    }

    fn of_port(port: &PortSpec) -> Self {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let mut schema = port.schema(&mut generator).to_value();
        let definitions = generator.take_definitions(true);
        if let (false, Value::Object(schema)) = (definitions.is_empty(), &mut schema) {
            schema.insert("$defs".into(), definitions.into());
        }
        let mut choices: Vec<Value> = port.choices.iter().filter_map(|choice| (choice.json)().ok()).collect();
        if choices.is_empty() {
            choices = closed_set(&schema);
        }
        let range = port.range.map(|range| Range {
            text: range.text,
            min: range.min.and_then(bound),
            max: range.max.and_then(bound),
            max_excluded: range.max_excluded,
        });
        Self {
            name: port.name,
            doc: port.doc,
            ty: (port.ty.name)().into_owned(),
            kind: kind(port, &schema, &choices),
            schema,
            required: is_required(port),
            default: port.default.and_then(|default| (default.json)().ok()),
            range,
            choices,
            unit: port.unit,
            multiple_of: port.multiple_of.and_then(|of| i64::try_from(of).ok()),
        }
    }
}

fn bound(bound: Bound) -> Option<Value> {
    match bound {
        Bound::Int(number) => serde_json::from_str(&number.to_string()).ok(),
        Bound::Float(number) => Some(number.into()),
    }
}

fn kind(port: &PortSpec, schema: &Value, choices: &[Value]) -> InputKind {
    if matches!(port.ty.storage, Storage::Secret) {
        return InputKind::Secret;
    }
    if !choices.is_empty() {
        return InputKind::Choice;
    }
    let schema = resolved(schema);
    let name = port.name.to_ascii_lowercase();
    let has = |word: &str| name.split('_').any(|part| part == word);
    let ty = match &schema["type"] {
        // `null` stands beside the type of what may be absent.
        Value::Array(types) => types.iter().find(|ty| *ty != "null").cloned().unwrap_or_default(),
        ty => ty.clone(),
    };
    match ty.as_str() {
        Some("string") if schema["format"] == "path" => {
            let folder = ["folder", "dir", "directory"].iter().any(|word| has(word));
            if folder { InputKind::Folder } else { InputKind::Path }
        }
        Some("string") if has("color") || has("colour") => InputKind::Color,
        Some("string") => InputKind::Text,
        Some("integer") if has("seed") => InputKind::Seed,
        Some("integer") => InputKind::Integer,
        Some("number") => InputKind::Number,
        Some("boolean") => InputKind::Bool,
        Some("array") => InputKind::List,
        _ => InputKind::Json,
    }
}

/// The schema that a reference, or the one alternative to `null`, leads to.
fn resolved(schema: &Value) -> &Value {
    let alternative = ["anyOf", "oneOf"].iter().find_map(|word| schema[*word].as_array());
    let one = alternative.and_then(|all| {
        let mut others = all.iter().filter(|one| one["type"] != "null");
        others.next().filter(|_| others.next().is_none())
    });
    let here = one.unwrap_or(schema);
    match here["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
        Some(name) => &schema["$defs"][name],
        None => here,
    }
}

/// The values of an `enum`, or of alternatives that have one value each.
fn closed_set(schema: &Value) -> Vec<Value> {
    let schema = resolved(schema);
    if let Value::Array(values) = &schema["enum"] {
        return values.clone();
    }
    let constants = schema["oneOf"]
        .as_array()
        .map(|all| all.iter().map(|one| one.get("const").cloned()).collect::<Option<Vec<Value>>>());
    constants.flatten().unwrap_or_default()
}
