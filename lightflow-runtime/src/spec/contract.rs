//! What values a port takes beyond its type, where rustc can look: lengths, multiples, patterns, and literals of workflows.

use serde_json::Value;

use super::{Bound, Pattern, PortSpec, RangeSpec};
use crate::port::CodecError;

/// How long a text (in characters) or a list (in items) may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LenSpec {
    /// As the source says it: `1..=4`.
    pub text: &'static str,
    /// The least length.
    pub min: usize,
    /// The greatest length.
    pub max: Option<usize>,
}

/// A value as a workflow or a declaration writes it, as far as rustc can compare it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// A whole number.
    Int(i128),
    /// A number with a point.
    Float(f64),
    /// A constant of type `f32`, which is compared as such.
    Single(f32),
    /// A text.
    Str(&'static str),
    /// `true` or `false`.
    Bool(bool),
    /// A variant of an enum without fields, by its own name.
    Variant(&'static str),
    /// A list of so many items.
    Items(usize),
    /// Something that is only known when it is computed.
    Computed,
}

impl LenSpec {
    /// Whether so many characters or items are right.
    pub const fn contains(&self, len: usize) -> bool {
        len >= self.min
            && match self.max {
                Some(max) => len <= max,
                None => true,
            }
    }
}

impl RangeSpec {
    /// Whether a literal is inside; one of another kind is: rustc says what is wrong with it.
    pub const fn admits(&self, literal: Literal) -> bool {
        let below = match (self.min, literal) {
            (Some(Bound::Int(min)), Literal::Int(value)) => value < min,
            (Some(Bound::Float(min)), Literal::Float(value)) => value < min,
            (Some(Bound::Float(min)), Literal::Single(value)) => value < min as f32,
            _ => false,
        };
        let above = match (self.max, literal) {
            (Some(Bound::Int(max)), Literal::Int(value)) => value > max || self.max_excluded && value == max,
            (Some(Bound::Float(max)), Literal::Float(value)) => {
                value > max || self.max_excluded && value == max
            }
            (Some(Bound::Float(max)), Literal::Single(value)) => {
                value > max as f32 || self.max_excluded && value == max as f32
            }
            _ => false,
        };
        !below && !above
    }
}

impl Literal {
    /// Whether two literals are one value; `None` when they cannot be compared.
    pub const fn equals(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => Some(left == right),
            (Self::Float(left), Self::Float(right)) => Some(left == right),
            (Self::Float(left), Self::Single(right)) => Some(left as f32 == right),
            (Self::Bool(left), Self::Bool(right)) => Some(left == right),
            (Self::Str(left), Self::Str(right)) | (Self::Variant(left), Self::Variant(right)) => {
                Some(same_text(left, right))
            }
            _ => None,
        }
    }

    /// How long a text or list is.
    pub const fn length(self) -> Option<usize> {
        match self {
            Self::Str(text) => Some(characters(text)),
            Self::Items(items) => Some(items),
            _ => None,
        }
    }
}

/// `==` for texts, where rustc evaluates.
///
/// Some bytes at a time: rustc takes about as long for a turn of a loop as for ten comparisons.
pub const fn same_text(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    loop {
        (left, right) = match (left, right) {
            ([a, b, c, d, left @ ..], [e, f, g, h, right @ ..]) => {
                if *a != *e || *b != *f || *c != *g || *d != *h {
                    return false;
                }
                (left, right)
            }
            ([a, left @ ..], [b, right @ ..]) => {
                if *a != *b {
                    return false;
                }
                (left, right)
            }
            _ => return true,
        };
    }
}

/// Counts the characters of a text where rustc evaluates.
const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut index, mut count) = (0, 0);
    while index < bytes.len() {
        // Every byte but those that go on with a character.
        count += (bytes[index] & 0xc0 != 0x80) as usize;
        index += 1;
    }
    count
}

impl PortSpec {
    /// Whether it takes less than its type has.
    pub fn is_bound(&self) -> bool {
        self.range.is_some()
            || !self.choices.is_empty()
            || self.multiple_of.is_some()
            || self.len.is_some()
            || !self.matches.is_empty()
    }

    /// Whether a value of the right type keeps what the port says; all that it breaks is named.
    ///
    /// # Errors
    /// When it is out of range, none of the choices, no multiple, too short, too long or of another form.
    pub fn keeps(&self, value: &Value) -> Result<(), CodecError> {
        // An optional value that is not there breaks nothing.
        if value.is_null() {
            return Ok(());
        }
        let mut broken = Vec::new();
        if let Some(range) = self.range.filter(|range| !range.contains(value)) {
            broken.push(format!("{value} is out of range {}", range.text));
        }
        let choices: Vec<Value> = self.choices.iter().filter_map(|choice| (choice.json)().ok()).collect();
        if !choices.is_empty() && !choices.contains(value) {
            let choices: Vec<String> = choices.iter().map(Value::to_string).collect();
            broken.push(format!("{value} is none of {}", choices.join(", ")));
        }
        if let Some(of) = self.multiple_of
            && let Some(number) = numbers(value).into_iter().find(|number| number % of != 0)
        {
            broken.push(format!("{number} is no multiple of {of}"));
        }
        if let Some(len) = &self.len {
            let (count, unit) = match value {
                Value::String(text) => (Some(text.chars().count()), "character"),
                Value::Array(items) => (Some(items.len()), "item"),
                _ => (None, ""),
            };
            if let Some(count) = count.filter(|count| !len.contains(*count)) {
                let s = if count == 1 { "" } else { "s" };
                broken.push(format!("it has {count} {unit}{s}, and {} are taken", len.text));
            }
        }
        for pattern in self.matches {
            if let Some(text) = texts(value).into_iter().find(|text| !pattern.is_match(text)) {
                broken.push(format!("{text:?} does not match `{}`", pattern.text));
            }
        }
        if broken.is_empty() { Ok(()) } else { Err(CodecError::new(broken.join(", and "))) }
    }

    /// What it takes beyond its type, in words: `16..=4096`, `multiples of 8`, `1..=4 items`.
    pub fn limits(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.multiple_of.map(|of| format!("a multiple of {of}")));
        words.extend(self.len.map(|len| format!("of length {}", len.text)));
        words.extend(self.matches.iter().map(|pattern: &&Pattern| format!("matching `{}`", pattern.text)));
        words
    }
}

/// The whole numbers in a value: itself, or a list's.
fn numbers(value: &Value) -> Vec<i128> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        value => {
            value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from)).into_iter().collect()
        }
    }
}

/// The texts in a value: itself, or a list's.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        value => value.as_str().into_iter().collect(),
    }
}
