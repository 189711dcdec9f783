//! A node that does the same for another model: it takes the same ports, and gives what the reader wants.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, Pat};

use super::{Edit, replace};
use crate::diagnose::{Seen, Types};
use crate::source::{Asset, Graph, Statement, Value, bytes};

/// Puts the twin in the place of the node that made the value.
///
/// Only where nothing else could be meant: there is one twin, no other node reads the value, and the reader has no
/// twin that would take the value as it is.
pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    let wanted = if mistake == errors::SHAPE_MISMATCH {
        Wanted::Size(sizes(&seen.error.message)?)
    } else if mistake == errors::OTHER_FAMILY {
        Wanted::Type(Types::of(seen.error)?)
    } else {
        return None;
    };
    let graph = Graph(seen.graph()?);
    let reader = graph.consumer(&seen.range)?.node;
    let taken =
        match &wanted {
            Wanted::Size(_) => seen.assets.get(&reader)?,
            // Of several with this name, the one that rustc has found.
            Wanted::Type(types) => seen.assets.all(&reader).iter().find(|asset| {
                asset.ports.iter().any(|port| port.ty.trim_start_matches('&') == types.bare().1)
            })?,
        };
    let value = graph.expr(&seen.range)?;
    let made = match &wanted {
        Wanted::Size(_) => made_in_message(&seen.error.message)?,
        Wanted::Type(_) => match graph.producer(value)? {
            Value::Variable(_, node) => node?,
            Value::Step(node) => node,
            Value::Parameter(_) => return None,
        },
    };
    let twin = only_twin(seen, &made, &wanted)?;
    if twins(seen, &reader, taken).any(|(_, other)| reads_otherwise(taken, other, &wanted)) {
        return None;
    }
    let calls = match value_name(value) {
        Some(name) => {
            let around = Statement::around(graph.0, &seen.range);
            let mut uses = Uses { name: &name, read: 0, bound: Vec::new() };
            // The innermost block that binds it: another arm may have a value of the same name.
            for statement in around.iter().rev() {
                if uses.bound.is_empty() {
                    uses = Uses { name: &name, read: 0, bound: Vec::new() };
                    uses.visit_block(statement.block);
                }
            }
            let [definition] = uses.bound[..] else { return None };
            if uses.read != 1 {
                return None;
            }
            Calls::of(&made, definition)
        }
        None => Calls::of(&made, value),
    };
    let edits: Vec<Edit> = calls.into_iter().map(|range| replace(seen, range, twin.clone())).collect();
    (!edits.is_empty()).then_some(edits)
}

enum Wanted {
    /// The size of an axis, and the one to have instead.
    Size((String, String)),
    Type(Types),
}

/// ``axis 2 of 4 is 16, the input wants 4``, or ``wants 4, and it is 16``.
fn sizes(message: &str) -> Option<(String, String)> {
    let line = message.lines().next()?;
    let (found, wanted) = if let Some((_, rest)) = line.split_once(" is ") {
        match rest.split_once(", the input wants ") {
            Some(both) => both,
            None => (rest, line.split_once(" wants ")?.1.split_once(", and it is ")?.0),
        }
    } else {
        return None;
    };
    let number = |text: &str| text.parse::<u64>().ok().map(|_| text.to_owned());
    Some((number(found)?, number(wanted)?))
}

/// ``made by `canvas` in line 7``.
fn made_in_message(message: &str) -> Option<String> {
    let (_, rest) = message.split_once(", made by `")?;
    Some(rest.split_once('`')?.0.to_owned())
}

fn only_twin(seen: &Seen<'_>, made: &str, wanted: &Wanted) -> Option<String> {
    let own = seen.assets.get(made)?;
    let twins = twins(seen, made, own).filter(|(_, twin)| same_types(own, twin));
    let mut fit = twins.filter(|(_, twin)| match wanted {
        Wanted::Size((found, size)) => {
            twin.output == own.output && differs_by(&own.contract, &twin.contract, found, size)
        }
        Wanted::Type(types) => twin.output == types.expected && own.output == types.found,
    });
    match (fit.next(), fit.next()) {
        (Some((name, _)), None) => Some(name.to_owned()),
        _ => None,
    }
}

/// Other assets with the same ports.
fn twins<'a>(
    seen: &'a Seen<'_>,
    name: &'a str,
    own: &'a Asset,
) -> impl Iterator<Item = (&'a str, &'a Asset)> {
    let within = seen.place.map_or("", |place| place.name.as_str());
    let others = seen.assets.callable().filter(move |other| *other != name && *other != within);
    others.filter_map(|other| Some((other, seen.assets.get(other)?))).filter(|(_, other)| {
        let names = |asset: &Asset| asset.ports.iter().map(|port| port.name.clone()).collect::<Vec<_>>();
        names(own) == names(other)
    })
}

/// Whether a twin of the reader may take what the reader does not.
fn reads_otherwise(reader: &Asset, twin: &Asset, wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Size(_) => same_types(reader, twin) && reader.contract != twin.contract,
        Wanted::Type(types) => {
            twin.ports.iter().any(|port| port.ty.trim_start_matches('&') == types.bare().0)
        }
    }
}

fn same_types(one: &Asset, other: &Asset) -> bool {
    one.ports.iter().map(|port| &port.ty).eq(other.ports.iter().map(|port| &port.ty))
}

/// Whether two contracts are the same but for one number.
fn differs_by(own: &[String], twin: &[String], found: &str, wanted: &str) -> bool {
    let mut apart = own.iter().zip(twin).filter(|(one, other)| one != other);
    own.len() == twin.len()
        && apart.next().is_some_and(|(one, other)| one == found && other == wanted)
        && apart.next().is_none()
}

fn value_name(value: &Expr) -> Option<String> {
    match value {
        Expr::Reference(it) => value_name(&it.expr),
        Expr::Path(it) => it.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

/// How often a name is read, and the values that it is given.
struct Uses<'n, 'a> {
    name: &'n str,
    read: usize,
    bound: Vec<&'a Expr>,
}

impl<'a> Visit<'a> for Uses<'_, 'a> {
    fn visit_local(&mut self, local: &'a syn::Local) {
        let pat = if let Pat::Type(typed) = &local.pat { &*typed.pat } else { &local.pat };
        if let (Pat::Ident(name), Some(init)) = (pat, &local.init)
            && name.ident == self.name
        {
            self.bound.push(&init.expr);
        }
        visit::visit_local(self, local);
    }
    fn visit_expr_path(&mut self, path: &'a syn::ExprPath) {
        self.read += usize::from(path.path.is_ident(self.name));
    }
    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        // `format!("{photo}")` reads names that are no paths.
        self.read += usize::from(mac.tokens.to_string().contains(self.name));
    }
}

/// The names of calls of a node inside an expression.
struct Calls<'n> {
    node: &'n str,
    found: Vec<std::ops::Range<usize>>,
}

impl<'n> Calls<'n> {
    fn of(node: &'n str, expr: &Expr) -> Vec<std::ops::Range<usize>> {
        let mut calls = Self { node, found: Vec::new() };
        calls.visit_expr(expr);
        calls.found
    }

    fn add(&mut self, path: &syn::Path) {
        let last = path.segments.last().filter(|last| last.ident == self.node);
        self.found.extend(last.map(|last| bytes(&last.ident)));
    }
}

impl Visit<'_> for Calls<'_> {
    fn visit_expr_call(&mut self, call: &syn::ExprCall) {
        if let Expr::Path(path) = &*call.func {
            self.add(&path.path);
        }
        visit::visit_expr_call(self, call);
    }
    fn visit_expr_struct(&mut self, literal: &syn::ExprStruct) {
        self.add(&literal.path);
        visit::visit_expr_struct(self, literal);
    }
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    const NODES: &str = r"
        #[node(shape(-> [1, 4, w]))] fn canvas(w: u32) -> Tensor {}
        #[node(shape(-> [1, 16, w]))] fn canvas_16(w: u32) -> Tensor {}
        #[node(shape(-> [1, 4, w, 1]))] fn canvas_deep(w: u32) -> Tensor {}
        #[node(shape(x: [b, 4, w]))] fn sample(x: &Tensor) -> u32 {}
        #[node] fn look(y: &Tensor) -> u32 {}
    ";
    const MESSAGE: &str = "evaluation panicked: shape mismatch on edge `c -> sample.x`: axis 2 of 3 is 16, the input wants 4\n  `c` is [1, 16, 8], made by `canvas_16` in line 1";

    fn repaired(nodes: &str, body: &str) -> Option<String> {
        let text = format!("{nodes} #[workflow] fn f(n: u32) -> u32 {{ {body} }}");
        let repaired = Mistaken::new(&text, MESSAGE).code("E0080").at_last("c)").token(1).repaired()?;
        Some(repaired.split_once("fn f(n: u32) -> u32 { ")?.1.strip_suffix(" }")?.to_owned())
    }

    #[test]
    fn the_node_that_differs_by_the_size_that_is_wanted_is_called() {
        assert_eq!(
            repaired(NODES, "let c = canvas_16(n); sample(&c)").as_deref(),
            Some("let c = canvas(n); sample(&c)")
        );
    }

    #[test]
    fn it_is_left_where_more_than_one_thing_may_be_meant() {
        let body = "let c = canvas_16(n); sample(&c)";
        let second = "#[node(shape(-> [1, 4, w]))] fn other(w: u32) -> Tensor {}";
        assert_eq!(repaired(&format!("{NODES} {second}"), body), None, "two twins");
        let reader = "#[node(shape(x: [b, 16, w]))] fn sample_16(x: &Tensor) -> u32 {}";
        assert_eq!(repaired(&format!("{NODES} {reader}"), body), None, "the reader may be wrong");
        let read_twice = "let c = canvas_16(n); let seen = look(&c); sample(&c)";
        assert_eq!(repaired(NODES, read_twice), None, "another node takes the value as it is");
        let far = NODES.replace("-> [1, 4, w]", "-> [1, 4, 2 * w]");
        assert_eq!(repaired(&far, body), None, "another axis differs too");
    }

    #[test]
    fn another_family_is_made_by_the_twin_that_gives_it() {
        let nodes = "#[node] fn small(n: u32) -> Latent<Sd> {} #[node] fn large(n: u32) -> Latent<Flux> {} \
            #[node] fn sample(x: Latent<Flux>) -> u32 {}";
        let family = |nodes: &str| {
            let text = format!("{nodes} #[workflow] fn f(n: u32) -> u32 {{ let c = small(n); sample(c) }}");
            let label = "expected `Latent<Flux>`, found `Latent<Sd>`";
            let error = Mistaken::new(&text, "mismatched types").code("E0308").label(label);
            error.at_last("c)").token(1).repaired()
        };
        assert!(family(nodes).unwrap().ends_with("let c = large(n); sample(c) }"));
        let reader = format!("{nodes} #[node] fn sample_small(x: Latent<Sd>) -> u32 {{}}");
        assert_eq!(family(&reader), None, "the reader may be wrong");
        assert_eq!(family(&nodes.replace("large(n: u32)", "large(text: String)")), None, "other ports");
    }
}
