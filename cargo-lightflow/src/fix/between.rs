//! Puts a node between two types, where it is the only one that fits and no other value could have been meant.

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, FnArg, Pat};

use super::{Edit, replace};
use crate::diagnose::{Seen, Types, only_bridge};
use crate::source::{Graph, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::WRONG_TYPE {
        return None;
    }
    let graph = Graph(seen.graph()?);
    let types = Types::of(seen.error)?;
    let node = only_bridge(seen, &types)?;
    graph.consumer(&seen.range)?;
    let value = graph.expr(&seen.range).filter(|expr| bytes(*expr) == seen.range)?;
    // The error of a call stands at what is called.
    let whole = graph.call_of(&seen.range).unwrap_or(value);
    if types.found.starts_with('&') || types.expected.starts_with('&') || meant_another(seen, graph, &types) {
        return None;
    }
    let port = &seen.assets.get(&node)?.ports.iter().find(|port| !port.has_default)?.ty;
    let borrow = if port.starts_with('&') { "&" } else { "" };
    let text = seen.file.slice(&bytes(whole));
    let written = match seen.assets.get(&node)?.ports.len() {
        1 => format!("{node}({borrow}{text})"),
        _ => return None,
    };
    let shorthand = matches!(value, Expr::Path(_)) && is_shorthand(seen);
    let head = if shorthand { format!("{text}: ") } else { String::new() };
    Some(vec![replace(seen, bytes(whole), head + &written)])
}

/// `resize { image, .. }`: the value has no place of its own.
fn is_shorthand(seen: &Seen<'_>) -> bool {
    seen.file.text[seen.range.end..].trim_start().starts_with([',', '}'])
        && seen.file.text[..seen.range.start].trim_end().ends_with(['{', ','])
        && !seen.graph().is_some_and(
            |function| matches!(Graph(function).consumer(&seen.range), Some(call) if call.port.is_err()),
        )
}

/// Whether another value has the type that is wanted, or may have it.
fn meant_another(seen: &Seen<'_>, graph: Graph<'_>, types: &Types) -> bool {
    let parameters = graph.0.sig.inputs.iter().any(|input| match input {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(_) => seen.file.slice(&bytes(&input.ty)).trim_start_matches('&') == types.expected,
            _ => true,
        },
        FnArg::Receiver(_) => true,
    });
    parameters
        || graph.names().iter().any(|name| {
            let made = graph.made_by(name).and_then(|node| seen.assets.get(&node).map(|asset| &asset.output));
            made.is_none_or(|output| *output == types.expected)
        })
}
