//! Traces in the JSON encoding of the OpenTelemetry protocol.
//!
//! After the [OTLP specification 1.x, JSON Protobuf encoding](https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding):
//! ids in hexadecimal, enumerations as numbers, 64-bit integers as decimal text, names in camel case.

use std::fmt;

use serde::{Serialize, Serializer};

/// An `ExportTraceServiceRequest`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    pub resource_spans: [ResourceSpans; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceSpans {
    pub resource: Resource,
    pub scope_spans: [ScopeSpans; 1],
}

#[derive(Debug, Serialize)]
pub struct Resource {
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, Serialize)]
pub struct ScopeSpans {
    pub scope: Scope,
    pub spans: Vec<Span>,
}

#[derive(Debug, Serialize)]
pub struct Scope {
    pub name: &'static str,
    pub version: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    pub trace_id: Id<16>,
    pub span_id: Id<8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_span_id: Option<Id<8>>,
    pub name: String,
    pub kind: Kind,
    pub start_time_unix_nano: Nanos,
    pub end_time_unix_nano: Nanos,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<SpanEvent>,
    pub status: Status,
}

/// `SPAN_KIND_INTERNAL`: all happens in one process.
#[derive(Debug)]
pub struct Kind;

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(1)
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SpanEvent {
    pub time_unix_nano: Nanos,
    pub name: &'static str,
    pub attributes: Vec<Attribute>,
}

/// `STATUS_CODE_UNSET`, `STATUS_CODE_OK` and `STATUS_CODE_ERROR` with what went wrong.
#[derive(Debug, Default)]
pub enum Status {
    #[default]
    Unset,
    Ok,
    Error(String),
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            code: u8,
            #[serde(skip_serializing_if = "Option::is_none")]
            message: Option<&'a str>,
        }
        let (code, message) = match self {
            Self::Unset => (0, None),
            Self::Ok => (1, None),
            Self::Error(message) => (2, Some(&**message)),
        };
        Written { code, message }.serialize(serializer)
    }
}

#[derive(Debug, Serialize)]
pub struct Attribute {
    pub key: &'static str,
    pub value: Value,
}

impl Attribute {
    pub fn text(key: &'static str, value: impl Into<String>) -> Self {
        Self { key, value: Value::Text(value.into()) }
    }
}

#[derive(Debug, Serialize)]
pub enum Value {
    #[serde(rename = "stringValue")]
    Text(String),
    #[serde(rename = "boolValue")]
    Bool(bool),
    #[serde(rename = "intValue", serialize_with = "decimal")]
    Int(i64),
    #[serde(rename = "doubleValue")]
    Double(f64),
}

fn decimal<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// Nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nanos(pub u64);

impl Nanos {
    pub const MILLISECOND: u64 = 1_000_000;

    pub fn of_ms(ms: u64) -> Self {
        Self(ms.saturating_mul(Self::MILLISECOND))
    }
}

impl Serialize for Nanos {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// The id of a trace or a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id<const N: usize>(pub [u8; N]);

impl<const N: usize> fmt::Display for Id<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> Serialize for Id<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
