//! Puts a node between two types, where it is the only one that fits and no other value could have been meant.

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, FnArg, Pat};

use super::{Edit, replace};
use crate::diagnose::{Seen, Types, only_bridge};
use crate::source::{Graph, Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake == errors::DECLARED_TYPE {
        return before_declared(seen);
    }
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
    if types.found.starts_with('&')
        || types.expected.starts_with('&')
        || meant_another(seen, graph, &types, None)
    {
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

/// `let latent: Latent = load(path);`, which others read as what is declared.
fn before_declared(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    // ``this step gives `pack::Image`, and not `pack::Latent` ``
    let message = &seen.error.message;
    let (found, expected) = message.strip_prefix("this step gives `")?.split_once("`, and not `")?;
    let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
    if message.contains('<') {
        return None;
    }
    let types = Types { expected: last(expected.strip_suffix('`')?), found: last(found) };
    let node = only_bridge(seen, &types)?;
    let [port] = &seen.assets.get(&node)?.ports[..] else { return None };
    let graph = Graph(seen.graph()?);
    let around = Statement::around(graph.0, &seen.range);
    let statement = around.last()?;
    let syn::Stmt::Local(local) = statement.stmt() else { return None };
    let Pat::Type(typed) = &local.pat else { return None };
    let Pat::Ident(name) = &*typed.pat else { return None };
    let read_as = super::types::of_readers(seen, statement, &name.ident.to_string())?;
    let whole = graph
        .call_of(&seen.range)
        .filter(|call| local.init.as_ref().is_some_and(|init| bytes(&init.expr) == bytes(*call)))?;
    if read_as != types.expected || meant_another(seen, graph, &types, Some(&name.ident)) {
        return None;
    }
    let borrow = if port.ty.starts_with('&') { "&" } else { "" };
    Some(vec![
        replace(seen, bytes(whole).start..bytes(whole).start, format!("{node}({borrow}")),
        replace(seen, bytes(whole).end..bytes(whole).end, ")"),
    ])
}

/// `resize { image, .. }`: the value has no place of its own.
fn is_shorthand(seen: &Seen<'_>) -> bool {
    seen.file.text[seen.range.end..].trim_start().starts_with([',', '}'])
        && seen.file.text[..seen.range.start].trim_end().ends_with(['{', ','])
        && !seen.graph().is_some_and(
            |function| matches!(Graph(function).consumer(&seen.range), Some(call) if call.port.is_err()),
        )
}

/// Whether another value than `own` has the type that is wanted, or may have it.
fn meant_another(seen: &Seen<'_>, graph: Graph<'_>, types: &Types, own: Option<&syn::Ident>) -> bool {
    let parameters = graph.0.sig.inputs.iter().any(|input| match input {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(_) => seen.file.slice(&bytes(&input.ty)).trim_start_matches('&') == types.expected,
            _ => true,
        },
        FnArg::Receiver(_) => true,
    });
    parameters
        || graph.names().iter().filter(|name| own.is_none_or(|own| own != name.as_str())).any(|name| {
            let made = graph.made_by(name).and_then(|node| seen.assets.get(&node).map(|asset| &asset.output));
            made.is_none_or(|output| *output == types.expected)
        })
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const NODES: &str = "#[node] fn load(path: String) -> Image {} #[node] fn encode(image: &Image) -> Latent {} \
        #[node] fn decode(latent: Latent) -> Image {} #[node] fn look(image: &Image) -> u32 {}";

    fn declared(nodes: &str, head: &str, rest: &str) -> Option<String> {
        let text =
            format!("{nodes} #[workflow] fn f({head}) -> u32 {{ let latent: Latent = load(path); {rest} }}");
        let message = "this step gives `pack::Image`, and not `pack::Latent`";
        let repaired = Mistaken::new(&text, message).code("E0277").at_last("load").repaired()?;
        Some(repaired.rsplit_once("-> u32 { ")?.1.to_owned())
    }

    #[test]
    fn a_declared_type_that_is_read_is_made() {
        assert_eq!(
            declared(NODES, "path: String", "decode(latent)").as_deref(),
            Some("let latent: Latent = encode(&load(path)); decode(latent) }")
        );
    }

    #[test]
    fn a_declared_type_that_may_be_wrong_is_left() {
        assert_eq!(declared(NODES, "path: String", "look(&latent)"), None, "it is read as what it is");
        assert_eq!(
            declared(NODES, "path: String, other: Latent", "decode(latent)"),
            None,
            "another was meant"
        );
        let two = format!("{NODES} #[node] fn squeeze(image: &Image) -> Latent {{}}");
        assert_eq!(declared(&two, "path: String", "decode(latent)"), None, "two nodes fit between");
    }
}
