//! A value of one shape where another is wanted, and one node that turns the one into the other.

use lightflow_errors::{self as errors, Mistake};
use syn::Expr;

use super::{Edit, replace, values};
use crate::diagnose::Seen;
use crate::source::{Asset, Contract, Graph, bytes, fit, written};

/// `sample { latent: &image, .. }`: `&to_latent(&image)`.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::SHAPE_MISMATCH {
        return None;
    }
    let graph = Graph(seen.graph()?);
    let name = seen.token();
    // The value, and then the port.
    let shapes = seen.error.message.lines().filter_map(|line| {
        let shape = line.trim_start().strip_prefix('`')?.split_once("` is ")?.1;
        written(shape.split(", made by").next()?)
    });
    let [value, wanted] = <[_; 2]>::try_from(shapes.collect::<Vec<_>>()).ok()?;
    let own = seen.assets.get(&graph.made_by(name)?)?;
    let turns = |asset: &Asset| {
        let contract = Contract::read(&asset.contract);
        let ([port], [(_, takes)], [gives]) = (&asset.ports[..], &contract.inputs[..], &contract.outputs[..])
        else {
            return false;
        };
        let given = fit(&value, takes).map(|names| {
            gives.iter().map(|axis| names.get(axis).unwrap_or(axis).clone()).collect::<Vec<_>>()
        });
        port.ty.trim_start_matches('&') == own.output
            && asset.output == own.output
            && given.is_some_and(|given| fit(&given, &wanted).is_some())
    };
    let mut between = seen.assets.callable().filter(|name| seen.assets.get(name).is_some_and(turns));
    let (node, None) = (between.next()?, between.next()) else { return None };
    // Another value that fits may have been meant.
    let others = values::in_scope(seen, &seen.range);
    let fits = |(other, ty): &(String, Option<String>)| {
        let made = graph.made_by(other).and_then(|node| seen.assets.get(&node));
        match (ty, made.map(|asset| Contract::read(&asset.contract).outputs)) {
            (Some(ty), _) if *ty != own.output => false,
            (Some(_), Some(shapes)) => shapes.first().is_none_or(|shape| fit(shape, &wanted).is_some()),
            _ => true,
        }
    };
    if others.iter().filter(|(other, _)| other != name).any(fits) {
        return None;
    }
    let at = graph.expr(&seen.range).filter(|expr| matches!(expr, Expr::Path(_)))?;
    let lent = seen.file.text[..seen.range.start].ends_with('&');
    let borrow = if seen.assets.get(node)?.ports[0].ty.starts_with('&') { "&" } else { "" };
    lent.then(|| vec![replace(seen, bytes(at), format!("{node}({borrow}{name})"))])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const NODES: &str = "#[node(shape(-> [1, 3, w]))] fn load(w: u32) -> Tensor {} \
        #[node(shape(x: [b, 3, w] -> [b, 4, w/8]))] fn to_latent(x: &Tensor) -> Tensor {} \
        #[node(shape(x: [b, c, w] -> [b, c, w/2]))] fn halve(x: &Tensor) -> Tensor {} \
        #[node(shape(x: [b, 4, w]))] fn sample(x: &Tensor) -> u32 {}";

    fn repaired(nodes: &str, head: &str, body: &str) -> Option<String> {
        let text = format!("{nodes} #[workflow] fn f({head}) -> u32 {{ {body} }}");
        let message = "evaluation panicked: shape mismatch on edge `a -> sample.x`: axis 2 of 3 is 3, the input wants 4\n \
            `a` is [1, 3, 64], made by `load` in line 1\n `sample.x` is [b, 4, w]\n help: wire a value of that shape";
        let repaired = Mistaken::new(&text, message).code("E0080").at_last("a)").token(1).repaired()?;
        Some(repaired.rsplit_once("-> u32 { ")?.1.strip_suffix(" }")?.to_owned())
    }

    #[test]
    fn the_only_node_that_turns_one_shape_into_the_other_goes_between() {
        let body = "let a = load(n); sample(&a)";
        assert_eq!(
            repaired(NODES, "n: u32", body).as_deref(),
            Some("let a = load(n); sample(&to_latent(&a))")
        );
        let two =
            format!("{NODES} #[node(shape(x: [b, 3, w] -> [b, 4, w]))] fn other(x: &Tensor) -> Tensor {{}}");
        assert_eq!(repaired(&two, "n: u32", body), None, "two nodes do it");
        assert_eq!(repaired(NODES, "n: u32, ready: Tensor", body), None, "a value that may be meant");
        let made = "let a = load(n); let ready = to_latent(&a); sample(&a)";
        assert_eq!(repaired(NODES, "n: u32", made), None, "a value that fits is there");
    }
}
