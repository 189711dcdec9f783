//! Values that nobody writes down.

use std::borrow::Cow;
use std::fmt;

use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use super::{CodecError, Port, Reader, Storage, Writer};

/// What stands for a secret where inputs are shown or kept.
pub const HIDDEN: &str = "(secret)";

/// A value that reaches the node and nothing else: no event, log, store, key of a step or artifact has it in clear.
///
/// As an input it is the value itself, or `env:NAME` for the value of an environment variable. A kept run remembers only
/// the latter, so only then can it go on after it was killed. A secret is no part of a step's identity: another one
/// does not run the step again.
///
/// ```
/// use lightflow_runtime::{Port, Secret};
///
/// let key = Secret::<String>::from_json("hunter2".into()).unwrap();
/// assert_eq!(key.reveal(), "hunter2");
/// assert_eq!(format!("{key:?}"), "Secret(..)");
/// assert!(key.to_json().is_err());
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret<T = String>(T);

impl<T> Secret<T> {
    /// Hides a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for whom it is meant.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<T: Port> Port for Secret<T> {
    const STORAGE: Storage = Storage::Secret;

    fn name() -> Cow<'static, str> {
        format!("secret {}", T::name()).into()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::schema(generator);
        schema.insert("writeOnly".into(), true.into());
        schema
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Err(CodecError::new("a secret is not written down"))
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        // A message of `T`'s own would have the value in it.
        let hidden = |_| CodecError::new(format!("expected a {}, or `env:NAME`", T::name()));
        if value == HIDDEN {
            return Err(CodecError::new(
                "a secret is not kept: give it again, or as `env:NAME` from the start",
            ));
        }
        let Some(name) = value.as_str().and_then(|text| text.strip_prefix("env:")) else {
            return T::from_json(value).map(Self).map_err(hidden);
        };
        let text = std::env::var(name)
            .map_err(|_| CodecError::new(format!("the environment variable `{name}` is not set")))?;
        // A number is written as one, a text as it is.
        T::from_json(Value::String(text.clone()))
            .or_else(|error| serde_json::from_str(&text).map_err(|_| error).and_then(T::from_json))
            .map(Self)
            .map_err(|_| CodecError::new(format!("the environment variable `{name}` is no {}", T::name())))
    }

    fn write(&self, _: &mut Writer<'_>) -> Result<(), CodecError> {
        Err(CodecError::new("a secret is not written down"))
    }

    fn read(_: &mut Reader) -> Result<Self, CodecError> {
        Err(CodecError::new("a secret is not written down"))
    }
}

/// A value of an input as it may be shown: a secret is hidden, and the name of a variable is none.
pub fn shown(storage: Storage, value: &Value) -> Value {
    let names_variable = value.as_str().is_some_and(|text| text.starts_with("env:"));
    match storage {
        Storage::Secret if !names_variable => HIDDEN.into(),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_about_a_secret_does_not_tell_it() {
        let error = Secret::<u32>::from_json(json!("hunter2")).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
        let error = Secret::<String>::from_json(json!("env:NO_SUCH_VARIABLE_HERE")).unwrap_err().to_string();
        assert_eq!(error, "the environment variable `NO_SUCH_VARIABLE_HERE` is not set");
    }

    #[test]
    fn what_is_shown_of_a_secret_is_the_variable_or_nothing() {
        assert_eq!(shown(Storage::Secret, &json!("hunter2")), HIDDEN);
        assert_eq!(shown(Storage::Secret, &json!("env:KEY")), "env:KEY");
        assert_eq!(shown(Storage::Value, &json!("hunter2")), "hunter2");
        assert!(Secret::<String>::from_json(HIDDEN.into()).is_err());
    }
}
