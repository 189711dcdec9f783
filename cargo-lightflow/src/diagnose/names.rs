//! Names that may be meant by one that is unknown.

use lightflow_errors::{self as errors, Mistake};

use super::Seen;
use crate::source::{Graph, Port};

/// The nearest names, the best first: rustc's own, or those of the graph and of the nodes in the sources.
pub fn near(seen: &Seen<'_>, mistake: Option<Mistake>) -> Vec<String> {
    let similar = seen.error.children.iter().filter(|child| child.message.contains("similar name"));
    let suggested: Vec<String> = similar
        .flat_map(|child| &child.spans)
        .filter_map(|span| changed(seen, super::range_of(span), span.suggested_replacement.as_deref()?))
        .collect();
    if !suggested.is_empty() {
        return suggested;
    }
    let Some(mistake) = mistake else { return Vec::new() };
    if mistake == errors::UNKNOWN_PORT {
        return ports(seen);
    }
    let known: Vec<String> = if mistake == errors::UNKNOWN_NODE {
        seen.assets.callable().map(str::to_owned).collect()
    } else if mistake == errors::UNKNOWN_VALUE {
        seen.graph()
            .map(|function| [Graph(function).names(), Graph(function).parameters()].concat())
            .unwrap_or_default()
    } else {
        return Vec::new();
    };
    nearest(seen.token(), known.iter().map(String::as_str))
}

/// The ports of the node that are not wired yet.
fn ports(seen: &Seen<'_>) -> Vec<String> {
    let Some(node) = node_of(seen) else { return Vec::new() };
    let Some(asset) = seen.assets.get(&node.name) else { return Vec::new() };
    let free: Vec<&Port> = asset.ports.iter().filter(|port| !node.given.contains(&port.name)).collect();
    let near = nearest(seen.token(), free.iter().map(|port| port.name.as_str()));
    match free.as_slice() {
        // There is a name for every port, and this is the only one that fits none.
        [only] if near.is_empty() && !node.rest && node.given.len() == asset.ports.len() => {
            vec![only.name.clone()]
        }
        _ => near,
    }
}

/// A step whose ports are written with their names.
struct Written {
    name: String,
    given: Vec<String>,
    rest: bool,
}

/// The node whose port is at the error, and the ports that are written.
fn node_of(seen: &Seen<'_>) -> Option<Written> {
    use syn::visit::{self, Visit};
    struct Search<'r>(&'r std::ops::Range<usize>, Option<Written>);
    impl Visit<'_> for Search<'_> {
        fn visit_expr_struct(&mut self, literal: &syn::ExprStruct) {
            if literal.fields.iter().any(|field| crate::source::bytes(&field.member) == *self.0) {
                let name =
                    literal.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default();
                let given = literal.fields.iter().filter_map(|field| match &field.member {
                    syn::Member::Named(name) => Some(name.to_string()),
                    syn::Member::Unnamed(_) => None,
                });
                let rest = literal.dot2_token.is_some();
                self.1 = Some(Written { name, given: given.collect(), rest });
            }
            visit::visit_expr_struct(self, literal);
        }
    }
    let mut search = Search(&seen.range, None);
    search.visit_block(&seen.graph()?.block);
    search.1
}

/// What the token at the error becomes: a suggestion may only add a letter to it.
fn changed(seen: &Seen<'_>, range: std::ops::Range<usize>, replacement: &str) -> Option<String> {
    if range.start < seen.range.start || range.end > seen.range.end {
        return None;
    }
    let before = seen.file.slice(&(seen.range.start..range.start));
    let after = seen.file.slice(&(range.end..seen.range.end));
    Some(format!("{before}{replacement}{after}"))
}

/// Names that differ by a few letters, the nearest first.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let most = (name.len() / 3).clamp(1, 3);
    let distances = known.map(|other| (strsim::damerau_levenshtein(name, other), other));
    let mut near: Vec<(usize, &str)> =
        distances.filter(|(distance, _)| (1..=most).contains(distance)).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_comes_first() {
        let known = ["image", "imago", "mask", "foto"];
        assert_eq!(nearest("imaeg", known.into_iter()), ["image"]);
        assert_eq!(nearest("photo", known.into_iter()), Vec::<String>::new());
    }
}
