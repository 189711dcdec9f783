//! One port of an asset: its type, its default and what values it takes.

use std::any::TypeId;
use std::borrow::Cow;

use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use super::{LenSpec, Literal, Pattern};
use crate::port::{CodecError, Port, Storage};

/// An input of a node, composition or workflow.
#[derive(Clone, Copy, Debug)]
pub struct PortSpec {
    /// The parameter's name.
    pub name: &'static str,
    /// The parameter's doc comment, or empty.
    pub doc: &'static str,
    /// What may travel into it.
    pub ty: TypeSpec,
    /// Whether the function borrows the value.
    pub by_ref: bool,
    /// The value it takes when none is given.
    pub default: Option<DefaultSpec>,
    /// The numbers it takes.
    pub range: Option<RangeSpec>,
    /// The values it takes, when they are a closed set.
    pub choices: &'static [DefaultSpec],
    /// The unit of its number: `px`, `dB`, `s`.
    pub unit: Option<&'static str>,
    /// What its whole numbers are multiples of.
    pub multiple_of: Option<i128>,
    /// How long its text or list is.
    pub len: Option<LenSpec>,
    /// What its texts match, each of them.
    pub matches: &'static [&'static Pattern],
}

impl PortSpec {
    /// Whether its values are whole numbers.
    pub(crate) const fn is_number(&self) -> bool {
        let text = self.ty.text.as_bytes();
        let wide = match text {
            [b'u' | b'i', wide @ ..] => wide,
            _ => return false,
        };
        matches!(wide, b"8" | b"16" | b"32" | b"64" | b"size")
    }
}

/// An output of a node that has several, or its only one.
#[derive(Debug)]
pub struct OutputSpec {
    /// The field's name, or `out` for an only output.
    pub name: &'static str,
    /// What travels out of it.
    pub ty: TypeSpec,
}

/// A type that travels on edges.
#[derive(Clone, Copy)]
pub struct TypeSpec {
    /// As the source says it: `Vec<Image>`.
    pub text: &'static str,
    /// Tells types apart whatever they are called.
    pub id: fn() -> TypeId,
    /// The name in help and search: `list of Image`.
    pub name: fn() -> Cow<'static, str>,
    /// The JSON Schema of its values.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Whether this JSON value is one of its values.
    pub accepts: fn(Value) -> Result<(), CodecError>,
    /// Whether its values can be written down.
    pub storage: Storage,
}

impl TypeSpec {
    /// The type `T`, called `text` in the source.
    pub const fn of<T: Port>(text: &'static str) -> Self {
        Self {
            text,
            id: TypeId::of::<T>,
            name: T::name,
            schema: T::schema,
            accepts: |value| T::from_json(value).map(drop),
            storage: T::STORAGE,
        }
    }
}

impl TypeSpec {
    /// The same type as the source calls it.
    #[must_use]
    pub const fn called(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }
}

impl std::fmt::Debug for TypeSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text)
    }
}

/// A value written in a port's declaration.
#[derive(Clone, Copy, Debug)]
pub struct DefaultSpec {
    /// As the source says it: `Backdrop::White`.
    pub text: &'static str,
    /// The value through the port's codec.
    pub json: fn() -> Result<Value, CodecError>,
    /// The value where rustc compares it with what a workflow writes.
    pub literal: Literal,
}

/// The numbers a port takes.
#[derive(Clone, Copy, Debug)]
pub struct RangeSpec {
    /// As the source says it: `16..=8192`.
    pub text: &'static str,
    /// The least number.
    pub min: Option<Bound>,
    /// The greatest number.
    pub max: Option<Bound>,
    /// Whether `max` itself is outside.
    pub max_excluded: bool,
}

/// One end of a range; integers stay exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Of a port of whole numbers.
    Int(i128),
    /// Of a port of floats.
    Float(f64),
}

impl Bound {
    fn as_json(self) -> Value {
        match self {
            Self::Int(bound) => i64::try_from(bound)
                .map(Value::from)
                .or_else(|_| u64::try_from(bound).map(Value::from))
                .unwrap_or(Value::Null),
            Self::Float(bound) => Value::from(bound),
        }
    }

    /// Compares a JSON number with this bound; `None` when it is no number.
    fn compare(self, number: &Value) -> Option<std::cmp::Ordering> {
        match self {
            Self::Int(bound) => {
                let number = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))?;
                Some(number.cmp(&bound))
            }
            Self::Float(bound) => number.as_f64()?.partial_cmp(&bound),
        }
    }
}

impl RangeSpec {
    /// Whether this JSON number, or every number of this list, is inside; anything else is.
    pub fn contains(&self, value: &Value) -> bool {
        if let Value::Array(items) = value {
            return items.iter().all(|item| self.contains(item));
        }
        let below = self.min.and_then(|min| min.compare(value)).is_some_and(std::cmp::Ordering::is_lt);
        let above = self
            .max
            .and_then(|max| max.compare(value))
            .is_some_and(|order| order.is_gt() || (self.max_excluded && order.is_eq()));
        !below && !above
    }
}

impl RangeSpec {
    /// Writes the bounds into the schema of a number, or of a list's items.
    fn constrain(&self, schema: &mut Schema) {
        if let Some(items) = schema.get_mut("items").and_then(|items| <&mut Schema>::try_from(items).ok()) {
            return self.constrain(items);
        }
        if let Some(min) = self.min {
            schema.insert("minimum".into(), min.as_json());
        }
        if let Some(max) = self.max {
            let key = if self.max_excluded { "exclusiveMaximum" } else { "maximum" };
            if self.max_excluded {
                schema.remove("maximum");
            }
            schema.insert(key.into(), max.as_json());
        }
    }
}

impl PortSpec {
    /// The JSON Schema of this port: its type's, with doc, default, range, choices and unit.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let mut schema = (self.ty.schema)(generator);
        if !self.doc.is_empty() {
            schema.insert("description".into(), self.doc.into());
        }
        if let Some(Ok(default)) = self.default.map(|default| (default.json)()) {
            schema.insert("default".into(), default);
        }
        if let Some(range) = &self.range {
            range.constrain(&mut schema);
        }
        super::constrain::constrain(self, &mut schema);
        let choices: Vec<Value> = self.choices.iter().filter_map(|choice| (choice.json)().ok()).collect();
        if !choices.is_empty() {
            schema.insert("enum".into(), choices.into());
        }
        if let Some(unit) = self.unit {
            schema.insert("x-unit".into(), unit.into());
        }
        schema
    }

    /// Whether `value` may be given to this port.
    ///
    /// # Errors
    /// When it is of another type, or breaks what the port says; all that it breaks is named.
    pub fn check(&self, value: &Value) -> Result<(), CodecError> {
        (self.ty.accepts)(value.clone())?;
        self.keeps(value)
    }
}
