//! What may travel on an edge: the [`Port`] trait, its codec and its schema.

mod binary;
mod collections;
mod family;
mod scalars;
mod secret;
mod text;
mod tuples;

use std::borrow::Cow;

use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

pub use binary::{Codec, Reader, Writer, layout};
pub use family::Family;
pub use secret::{HIDDEN, Secret, shown};

use crate::spec::{OutputSpec, TypeSpec};

/// A type that can travel on an edge of a workflow.
///
/// Numbers, `bool`, `char`, `String`, `PathBuf`, [`bytes::Bytes`], [`serde_json::Value`], `Vec`,
/// `Option` and tuples of ports are ports; your own types become ports with
/// `#[derive(Port)]`.
///
/// The codec is JSON-shaped: [`to_json`](Port::to_json) and [`from_json`](Port::from_json) agree with
/// [`schema`](Port::schema), so the CLI, an HTTP body and a preset say the same thing.
///
/// ```
/// use lightflow_runtime::Port;
///
/// let sizes: Vec<u32> = Port::from_json(serde_json::json!([256, 512])).unwrap();
/// assert_eq!(sizes, [256, 512]);
/// assert_eq!(<Vec<u32> as Port>::name(), "list of u32");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot travel on a workflow edge",
    label = "not a port type",
    note = "ports are numbers, `bool`, `String`, `PathBuf`, `Vec`, `Option`, tuples, and types with `#[derive(Port)]`"
)]
pub trait Port: Sized + Send + Sync + 'static {
    /// Whether values can be written down, or only live in the process that made them.
    const STORAGE: Storage = Storage::Value;

    #[doc(hidden)]
    const TYPE: TypeSpec = TypeSpec::of::<Self>("");

    /// What a node that gives this type has as outputs.
    #[doc(hidden)]
    const OUTPUTS: &'static [OutputSpec] = &[OutputSpec { name: "out", ty: Self::TYPE }];

    /// The layout of the written form: values that were kept by a build with another one are not read.
    ///
    /// `#[derive(Port)]` takes it from the type's tokens. A type with a form of its own counts up when it changes.
    const LAYOUT: u64 = 0;

    /// Whether a value names files, so that equal values may stand for other contents.
    const NAMES_FILES: bool = false;

    /// Writes the value as bytes, for a store. Equal values give equal bytes.
    ///
    /// # Errors
    /// When the value has no written form.
    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        let mut value = self.to_json()?;
        // Where any crate of a program turns on `preserve_order` of serde_json, members stand as they were put in.
        value.sort_all_objects();
        out.blob(value.to_string().as_bytes());
        Ok(())
    }

    /// Reads what [`write`](Port::write) wrote.
    ///
    /// # Errors
    /// When the bytes are no such value.
    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        let value = serde_json::from_slice(&input.blob()?);
        Self::from_json(value.map_err(|error| CodecError::new(format!("broken JSON: {error}")))?)
    }

    #[doc(hidden)]
    const CODEC: Codec<Self> = Codec {
        write: Self::write,
        read: Self::read,
        layout: Self::LAYOUT,
        storage: Self::STORAGE,
        names_files: Self::NAMES_FILES,
    };

    /// The type's name in messages, help and search: `Image`, `list of u32`.
    fn name() -> Cow<'static, str>;

    /// The JSON Schema of [`to_json`](Port::to_json)'s result.
    fn schema(generator: &mut SchemaGenerator) -> Schema;

    /// Writes the value as JSON.
    ///
    /// # Errors
    /// When the value has no JSON form: a handle, a float that is not finite.
    fn to_json(&self) -> Result<Value, CodecError>;

    /// Reads the value from JSON.
    ///
    /// # Errors
    /// When `value` does not have the form that [`schema`](Port::schema) describes.
    fn from_json(value: Value) -> Result<Self, CodecError>;
}

/// Whether a port's values can be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Written and read through the codec.
    Value,
    /// A handle, such as a loaded model: made again when it is needed again.
    Handle,
    /// A [`Secret`]: never written, and no part of a step's identity.
    Secret,
}

impl Storage {
    /// Of a value that is made of others: what has a handle or a secret in it cannot be written.
    pub const fn of_parts(parts: &[Self]) -> Self {
        let mut index = 0;
        while index < parts.len() {
            if !matches!(parts[index], Self::Value) {
                return Self::Handle;
            }
            index += 1;
        }
        Self::Value
    }
}

/// A value that does not fit its port.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CodecError {
    message: String,
}

impl CodecError {
    /// An error with this text: lower case, no full stop, what was wanted and what was found.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// "expected a whole number from 0 to 255, found "red"".
    pub fn expected(what: impl std::fmt::Display, found: &Value) -> Self {
        Self::new(format!("expected {what}, found {}", brief(found)))
    }

    /// A handle has no written form.
    pub fn handle(name: &str) -> Self {
        Self::new(format!("`{name}` is a handle: it lives in one process and cannot be written or read"))
    }

    /// Says where inside a value the mistake is: `[3]`, `.width`.
    #[must_use]
    pub fn at(self, place: impl std::fmt::Display) -> Self {
        Self::new(match self.message.strip_prefix("at ") {
            Some(rest) => format!("at {place}{rest}"),
            None => format!("at {place}: {}", self.message),
        })
    }
}

/// A value in an error message: whole when short, its kind when long.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    if text.len() <= 60 {
        return text;
    }
    match value {
        Value::String(_) => format!("a text of {} bytes", text.len() - 2),
        Value::Array(items) => format!("a list of {} items", items.len()),
        Value::Object(fields) => format!("an object with {} fields", fields.len()),
        _ => text,
    }
}
