//! Text, paths, bytes and free JSON as ports.

use std::borrow::Cow;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{CodecError, Port, Reader, Writer};

impl Port for String {
    fn name() -> Cow<'static, str> {
        "text".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Ok(Value::String(self.clone()))
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(CodecError::expected("a text", &other)),
        }
    }

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        out.blob(self.as_bytes());
        Ok(())
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        input.text()
    }
}

impl Port for PathBuf {
    const NAMES_FILES: bool = true;

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        out.path(self)
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        input.path()
    }

    fn name() -> Cow<'static, str> {
        "path".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "path" })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        self.to_str()
            .map(Value::from)
            .ok_or_else(|| CodecError::new(format!("the path {} is not UTF-8", self.display())))
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        match value {
            Value::String(text) => Ok(Self::from(text)),
            other => Err(CodecError::expected("a path", &other)),
        }
    }
}

/// Base64 (RFC 4648, section 4) in JSON.
impl Port for Bytes {
    fn name() -> Cow<'static, str> {
        "bytes".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentEncoding": "base64" })
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Ok(Value::String(STANDARD.encode(self)))
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        value
            .as_str()
            .and_then(|text| STANDARD.decode(text).ok())
            .map(Self::from)
            .ok_or_else(|| CodecError::expected("bytes as base64", &value))
    }

    fn write(&self, out: &mut Writer<'_>) -> Result<(), CodecError> {
        out.blob(self);
        Ok(())
    }

    fn read(input: &mut Reader) -> Result<Self, CodecError> {
        input.blob()
    }
}

impl Port for Value {
    fn name() -> Cow<'static, str> {
        "JSON".into()
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }

    fn to_json(&self) -> Result<Value, CodecError> {
        Ok(self.clone())
    }

    fn from_json(value: Value) -> Result<Self, CodecError> {
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_travel_as_base64() {
        let bytes = Bytes::from_static(&[0, 255, 16]);
        assert_eq!(bytes.to_json().unwrap(), "AP8Q");
        assert_eq!(Bytes::from_json("AP8Q".into()).unwrap(), bytes);
        assert!(Bytes::from_json("not base64!".into()).is_err());
    }
}
