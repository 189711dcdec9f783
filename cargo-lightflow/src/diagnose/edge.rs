//! The edge that a mismatch of types is about: who made the value, and who reads it.

use lightflow_errors::{self as errors, Mistake};
use serde::Serialize;

use super::{Seen, Types};
use crate::source::{Graph, Value};

/// An output wired to an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// Where the value comes from; unknown for a plain expression.
    pub producer: Option<End>,
    /// Where it goes.
    pub consumer: End,
}

/// One end of an edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct End {
    /// The variable or parameter, for a producer; the port, for a consumer.
    pub name: Option<String>,
    /// The node, if it is known.
    pub node: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
}

/// The edge, if the mistake is about the types of one.
pub fn edge(seen: &Seen<'_>, mistake: Option<Mistake>) -> Option<Edge> {
    let about = [
        errors::WRONG_TYPE,
        errors::NEEDS_BORROW,
        errors::NEEDS_VALUE,
        errors::WRONG_LITERAL,
        errors::ABSENT_VALUE,
        errors::LIST_FOR_ONE,
    ];
    if !about.contains(&mistake?) {
        return None;
    }
    let types = Types::of(seen.error)?;
    let graph = Graph(seen.graph()?);
    let call = graph.consumer(&seen.range)?;
    let port = match call.port {
        Ok(name) => Some(name),
        Err(index) => seen.assets.get(&call.node).and_then(|node| Some(node.ports.get(index)?.name.clone())),
    };
    let producer = graph.expr(&seen.range).and_then(|expr| graph.producer(expr)).map(|value| {
        let (name, node) = match value {
            Value::Parameter(name) => (Some(name), None),
            Value::Variable(name, node) => (Some(name), node),
            Value::Step(node) => (None, Some(node)),
        };
        End { name, node, ty: types.found.clone() }
    });
    Some(Edge { producer, consumer: End { name: port, node: Some(call.node), ty: types.expected } })
}
