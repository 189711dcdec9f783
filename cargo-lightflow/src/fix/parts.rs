//! Of several parts that a node gives, the one that is meant; and a node that gives the parts that are wanted.

use lightflow_errors::{self as errors, Mistake};
use syn::{Expr, Pat, Stmt};

use super::{Edit, replace, types, values};
use crate::diagnose::{Seen, Types};
use crate::source::{Contract, Graph, Statement, bytes, fit, written};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake == errors::SHAPE_MISMATCH {
        other_part(seen)
    } else if mistake == errors::PATTERN_TYPE {
        taken_apart(seen)
    } else {
        None
    }
}

/// `let (pooled, _tokens) = encode(..)`, where the port wants the shape of `_tokens`.
fn other_part(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let name = seen.token();
    let graph = Graph(seen.graph()?);
    let around = Statement::around(graph.0, &seen.range);
    let mut tuples =
        around.iter().flat_map(|around| &around.block.stmts[..around.index]).filter_map(|line| {
            let Stmt::Local(local) = line else { return None };
            let Pat::Tuple(tuple) = &local.pat else { return None };
            let own = tuple.elems.iter().position(|part| seen.file.slice(&bytes(part)) == name)?;
            Some((tuple, own, &*local.init.as_ref()?.expr))
        });
    let ((tuple, own, made), None) = (tuples.next()?, tuples.next()) else { return None };
    let Expr::Call(call) = made else { return None };
    let Expr::Path(node) = &*call.func else { return None };
    let asset = seen.assets.get(&node.path.segments.last()?.ident.to_string())?;
    let (parts, shapes) = (values::parts(&asset.output)?, Contract::read(&asset.contract).outputs);
    // The last line is about the port.
    let wanted =
        seen.error.message.lines().filter_map(|line| written(line.split_once("` is ")?.1)).next_back()?;
    if parts.len() != tuple.elems.len() || parts.len() != shapes.len() {
        return None;
    }
    let mut fitting = (0..parts.len())
        .filter(|part| *part != own && parts[*part] == parts[own] && fit(&shapes[*part], &wanted).is_some());
    let (other, None) = (fitting.next()?, fitting.next()) else { return None };
    let unused = &tuple.elems[other];
    let (shown, hidden) = (seen.file.slice(&bytes(unused)).strip_prefix('_')?, format!("_{name}"));
    let body =
        Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: (*graph.0.block).clone() });
    let taken =
        graph.names().into_iter().chain(graph.parameters()).any(|other| other == shown || other == hidden);
    if shown.is_empty() || taken || values::reads(&body, name) != 1 {
        return None;
    }
    Some(vec![
        replace(seen, bytes(&tuple.elems[own]), hidden),
        replace(seen, bytes(unused), shown),
        replace(seen, seen.range.clone(), shown),
    ])
}

/// `let (image, mask) = load(path);`, where one node makes these two of what `load` gives.
fn taken_apart(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let found = Types::of(seen.error)?.expected;
    let around = Statement::around(seen.graph()?, &seen.range);
    let statement = around.last()?;
    let Stmt::Local(local) = statement.stmt() else { return None };
    let Pat::Tuple(tuple) = &local.pat else { return None };
    let value = &*local.init.as_ref()?.expr;
    if bytes(tuple) != seen.range || values::of_step(seen, value)? != found {
        return None;
    }
    // What the names are read as.
    let read = tuple.elems.iter().map(|part| match part {
        Pat::Ident(name) => types::of_readers(seen, statement, &name.ident.to_string()),
        _ => None,
    });
    let read: Vec<String> = read.collect::<Option<_>>()?;
    let mut nodes = seen.assets.callable().filter(|name| {
        seen.assets.get(name).is_some_and(|asset| {
            matches!(&asset.ports[..], [port] if port.ty.trim_start_matches('&') == found)
                && values::parts(&asset.output).is_some_and(|parts| parts == read)
        })
    });
    let (node, None) = (nodes.next()?, nodes.next()) else { return None };
    let borrow = if seen.assets.get(node)?.ports[0].ty.starts_with('&') { "&" } else { "" };
    let whole = bytes(value);
    Some(vec![
        replace(seen, whole.start..whole.start, format!("{node}({borrow}")),
        replace(seen, whole.end..whole.end, ")"),
    ])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const NODES: &str = "#[node(shape(-> ([1, 8], [1, 7, 8])))] fn both(n: u32) -> (Tensor, Tensor) {} \
        #[node(shape(x: [b, n, 8]))] fn sample(x: &Tensor) -> u32 {} \
        #[node] fn load(path: String) -> Image {} #[node] fn segment(image: Image) -> (Image, Mask) {} \
        #[node] fn join(image: Image, mask: Mask) -> Image {}";

    fn part(body: &str) -> Option<String> {
        let text = format!("{NODES} #[workflow] fn f(n: u32) -> u32 {{ {body} }}");
        let message = "evaluation panicked: shape mismatch on edge `a -> sample.x`: it has 2 axes, the input wants 3\n \
            `a` is [1, 8], made by `both` in line 1\n `sample.x` is [b, n, 8]\n help: wire a value of that shape";
        let repaired = Mistaken::new(&text, message).code("E0080").at_last("a)").token(1).repaired()?;
        Some(repaired.rsplit_once("-> u32 { ")?.1.strip_suffix(" }")?.to_owned())
    }

    #[test]
    fn the_part_that_fits_and_is_not_used_is_meant() {
        assert_eq!(
            part("let (a, _b) = both(n); sample(&a)").as_deref(),
            Some("let (_a, b) = both(n); sample(&b)")
        );
        assert_eq!(part("let (a, b) = both(n); let c = sample(&b); sample(&a)"), None, "both are used");
        assert_eq!(part("let (a, _b) = both(n); let c = look(&a); sample(&a)"), None, "it is used as it is");
        assert_eq!(part("let b = load(n); let (a, _b) = both(n); sample(&a)"), None, "the name is taken");
    }

    fn apart(nodes: &str, rest: &str) -> Option<String> {
        let text =
            format!("{nodes} #[workflow] fn f(path: String) -> Image {{ let (a, b) = load(path); {rest} }}");
        let label = "expected `Image`, found `(_, _)`";
        let repaired = Mistaken::new(&text, "mismatched types")
            .code("E0308")
            .label(label)
            .at_last("(a, b)")
            .repaired()?;
        Some(repaired.rsplit_once("-> Image { ")?.1.strip_suffix(" }")?.to_owned())
    }

    #[test]
    fn the_node_that_gives_the_parts_that_are_read_goes_between() {
        let rest = "join { image: a, mask: b }";
        assert_eq!(
            apart(NODES, rest).as_deref(),
            Some("let (a, b) = segment(load(path)); join { image: a, mask: b }")
        );
        let second = format!("{NODES} #[node] fn split(image: Image) -> (Image, Mask) {{}}");
        assert_eq!(apart(&second, rest), None, "two nodes do it");
        assert_eq!(apart(NODES, "join { image: b, mask: a }"), None, "the other way round");
        assert_eq!(apart(NODES, "a"), None, "not known what they are read as");
    }
}
