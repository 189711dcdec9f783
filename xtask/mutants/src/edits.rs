//! The ways to break a graph. Each is wrong whatever the values are: the types say so, or the declarations.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprStruct, Ident, Item, Lit, Local, Member, Pat, Stmt};

use crate::nodes::{Port, Signature, signature};

/// A graph with one mistake.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub example: &'static str,
    /// What was done.
    pub kind: &'static str,
    /// What it was, for people.
    pub what: String,
    /// The whole file.
    pub text: String,
    /// Where an error has to point: bytes of the new text.
    pub at: Range<usize>,
}

/// All mutants of a file.
pub fn mutants(
    example: &'static str,
    file: &str,
    text: &str,
    signatures: &BTreeMap<String, Signature>,
) -> Result<Vec<Mutant>, String> {
    let parsed = syn::parse_file(text).map_err(|error| format!("{file}: {error}"))?;
    let graph = parsed.items.iter().find_map(|item| match item {
        Item::Fn(function)
            if function
                .attrs
                .iter()
                .any(|it| it.path().is_ident("workflow") || it.path().is_ident("composition")) =>
        {
            Some(function)
        }
        _ => None,
    });
    let Some(graph) = graph else { return Err(format!("{file}: there is no graph")) };
    let mut breaker = Breaker {
        example,
        text,
        signatures,
        types: signature(&graph.sig).ports.into_iter().map(|port| (port.name, port.ty)).collect(),
        mutants: Vec::new(),
    };
    for port in graph.sig.inputs.iter() {
        breaker.defaults(port);
    }
    breaker.visit_block(&graph.block);
    if let Some(attribute) = graph.attrs.iter().find(|it| it.path().is_ident("workflow")) {
        breaker.forbid(attribute, &graph.block);
    }
    Ok(breaker.mutants)
}

/// Nodes of the examples that say they need the file system.
const NEED_FILES: &[&str] = &["list_images", "load_image", "save_image", "save_picture"];

struct Breaker<'a> {
    example: &'static str,
    text: &'a str,
    signatures: &'a BTreeMap<String, Signature>,
    /// The types of the values that are known so far.
    types: BTreeMap<String, String>,
    mutants: Vec<Mutant>,
}

impl Breaker<'_> {
    /// Puts `new` in the place of a part of the text; the error has to touch `at`, given in bytes of the old text.
    fn replace(&mut self, kind: &'static str, part: Range<usize>, new: &str, at: Range<usize>) {
        let text = format!("{}{new}{}", &self.text[..part.start], &self.text[part.end..]);
        let moved = new.len() as isize - part.len() as isize;
        let end = if at.end >= part.end { at.end.saturating_add_signed(moved) } else { at.end };
        let what = format!("`{}` -> `{new}`", &self.text[part.clone()]);
        let at = at.start..end.max(at.start);
        self.mutants.push(Mutant { example: self.example, kind, what, text, at });
    }

    fn name(&mut self, kind: &'static str, name: &Ident) {
        let part = name.span().byte_range();
        self.replace(kind, part.clone(), &format!("{name}s_"), part);
    }

    /// A default outside of its own range.
    fn defaults(&mut self, argument: &syn::FnArg) {
        let syn::FnArg::Typed(argument) = argument else { return };
        for attribute in argument.attrs.iter().filter(|it| it.path().is_ident("port")) {
            let span = attribute.span().byte_range();
            let text = &self.text[span.clone()];
            let Some(start) = text.find("default = ").map(|at| at + "default = ".len()) else { continue };
            let length = text[start..].find([',', ')']).unwrap_or(0);
            let part = span.start + start..span.start + start + length;
            let ranged = text.contains("range =");
            if ranged && self.text[part.clone()].parse::<f64>().is_ok() {
                for new in ["-1", "9999999"] {
                    self.replace("default out of range", part.clone(), new, span.clone());
                }
            }
        }
    }

    /// A workflow that denies what its own steps need.
    fn forbid(&mut self, attribute: &syn::Attribute, block: &syn::Block) {
        let body = block.span().byte_range();
        for node in NEED_FILES {
            let call = self.text[body.clone()]
                .find(&format!("{node}("))
                .or(self.text[body.clone()].find(&format!("{node} {{")));
            let Some(call) = call.map(|at| at + body.start) else { continue };
            let part = attribute.span().byte_range();
            self.replace("forbidden node", part.clone(), "#[workflow(deny(fs))]", call..call + node.len());
            // The attribute stands before the call and is longer now.
            let grown = "#[workflow(deny(fs))]".len() - part.len();
            if let Some(mutant) = self.mutants.last_mut() {
                mutant.at = call + grown..call + grown + node.len();
            }
        }
    }

    /// The node of another family or width in the place of one, and sizes that fit no latent.
    fn diffuse(&mut self, call: &ExprStruct, name: &Ident) {
        if name != "empty_latent" {
            return;
        }
        self.other_node("another family", name, call.span().byte_range());
        for field in &call.fields {
            let Member::Named(port) = &field.member else { continue };
            if port == "width" || port == "height" {
                for size in [100, 250, 500, 1023] {
                    let part = field.span().byte_range();
                    self.replace("axis that does not divide", part.clone(), &format!("{port}: {size}"), part);
                }
            }
        }
    }

    fn other_node(&mut self, kind: &'static str, name: &Ident, whole: Range<usize>) {
        let part = name.span().byte_range();
        let other = format!("{name}_wide");
        self.replace(kind, part, &other, whole.start..self.text.len());
        if let Some(mutant) = self.mutants.last_mut() {
            mutant.text.push_str(&format!("\nuse diffusion::nodes::{name}::{other};\n"));
        }
    }

    /// One argument of a call: what it is wired to.
    fn argument(&mut self, port: &Port, value: &Expr) {
        let part = value.span().byte_range();
        match value {
            Expr::Lit(literal) => self.literal(port, &literal.lit, part),
            Expr::Reference(reference) if port.borrows => {
                self.replace(
                    "borrow dropped",
                    part.clone(),
                    &self.text[reference.expr.span().byte_range()],
                    part,
                );
                self.variable(port, &reference.expr, true);
            }
            Expr::Path(_) => {
                if !port.borrows {
                    self.replace(
                        "borrow added",
                        part.clone(),
                        &format!("&{}", &self.text[part.clone()]),
                        part,
                    );
                }
                self.variable(port, value, false);
            }
            _ => {}
        }
    }

    /// Another value of another type, and a value that does not exist.
    fn variable(&mut self, port: &Port, value: &Expr, borrowed: bool) {
        let Expr::Path(path) = value else { return };
        let Some(name) = path.path.get_ident() else { return };
        let part = name.span().byte_range();
        let around = if borrowed { part.start - 1..part.end } else { part.clone() };
        self.name("unknown value", name);
        let others: BTreeSet<(String, String)> = self
            .types
            .iter()
            .filter(|(other, ty)| name != other.as_str() && !may_fit(ty, &port.ty))
            .map(|(other, ty)| (ty.clone(), other.clone()))
            .collect();
        let mut seen = BTreeSet::new();
        for (ty, other) in others {
            if seen.insert(ty) {
                self.replace("edge of another type", part.clone(), &other, around.clone());
            }
        }
    }

    fn literal(&mut self, port: &Port, literal: &Lit, part: Range<usize>) {
        match literal {
            Lit::Int(_) | Lit::Float(_) => {
                self.replace("text for a number", part.clone(), "\"many\"", part.clone());
                if let Some((start, end)) = port.range {
                    let float = matches!(literal, Lit::Float(_));
                    let write =
                        |number: f64| if float { format!("{number:.1}") } else { format!("{number}") };
                    if let Some(start) = start.filter(|start| *start > 0.0) {
                        self.replace(
                            "literal below its range",
                            part.clone(),
                            &write(start - 1.0),
                            part.clone(),
                        );
                    }
                    if let Some(end) = end {
                        self.replace("literal above its range", part.clone(), &write(end + 1.0), part);
                    }
                }
            }
            Lit::Str(_) => self.replace("number for a text", part.clone(), "12", part),
            _ => {}
        }
    }

    fn ports(&self, path: &syn::Path) -> Option<Vec<Port>> {
        let name = path.segments.last()?.ident.to_string();
        self.signatures.get(&name).map(|signature| signature.ports.clone())
    }
}

/// Whether a value of one type may go where the other is wanted: then a mutant may be no mistake.
fn may_fit(ty: &str, wanted: &str) -> bool {
    let plain = |ty: &str| match ty {
        "String" | "str" | "&str" => "text".to_owned(),
        other => other.trim_start_matches('&').to_owned(),
    };
    plain(ty) == plain(wanted) || ty == "?" || wanted.starts_with("Option<") && wanted.contains(ty)
}

impl<'ast> Visit<'ast> for Breaker<'_> {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        for (index, statement) in block.stmts.iter().enumerate() {
            if let Stmt::Local(local) = statement {
                self.statement(local, block.stmts.get(index + 1));
            }
            self.visit_stmt(statement);
            if let Stmt::Local(local) = statement {
                self.learn(local);
            }
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(path) = &*call.func
            && let Some(ports) = self.ports(&path.path)
        {
            let name = &path.path.segments[path.path.segments.len() - 1].ident;
            let whole = call.span().byte_range();
            self.name("unknown node", name);
            if name == "encode_text" {
                self.other_node("another axis", name, whole.clone());
            }
            for (port, value) in ports.iter().zip(&call.args) {
                self.argument(port, value);
            }
            if let Some(last) = call.args.last() {
                let end = whole.end - 1;
                let before = call
                    .args
                    .iter()
                    .rev()
                    .nth(1)
                    .map_or(last.span().byte_range().start, |it| it.span().byte_range().end);
                self.replace("argument dropped", before..end, "", whole.clone());
                self.replace("argument too many", end..end, ", 1", whole.clone());
            }
            let arguments: Vec<&Expr> = call.args.iter().collect();
            for (index, pair) in arguments.windows(2).enumerate() {
                let types = (ports.get(index), ports.get(index + 1));
                if let (Some(a), Some(b)) = types
                    && !may_fit(&a.ty, &b.ty)
                {
                    let (first, second) = (pair[0].span().byte_range(), pair[1].span().byte_range());
                    let swapped = format!("{}, {}", &self.text[second.clone()], &self.text[first.clone()]);
                    self.replace("arguments swapped", first.start..second.end, &swapped, whole.clone());
                }
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_struct(&mut self, call: &'ast ExprStruct) {
        if let Some(ports) = self.ports(&call.path) {
            let name = &call.path.segments[call.path.segments.len() - 1].ident;
            self.name("unknown node", name);
            self.diffuse(call, name);
            let whole = call.span().byte_range();
            for field in &call.fields {
                let Member::Named(port_name) = &field.member else { continue };
                let Some(port) = ports.iter().find(|port| port_name == &port.name) else { continue };
                let part = field.span().byte_range();
                if field.colon_token.is_some() {
                    self.argument(port, &field.expr);
                    self.name("unknown port", port_name);
                } else {
                    let text = port_name.to_string();
                    self.replace("unknown port", part.clone(), &format!("{text}s_: {text}"), part.clone());
                    self.replace("unknown value", part.clone(), &format!("{text}: {text}s_"), part.clone());
                }
                let own = &self.text[part.clone()].to_owned();
                self.replace("port given twice", part.start..part.start, &format!("{own}, "), whole.clone());
                if !(port.default && call.dot2_token.is_some()) {
                    let end = self.text[part.end..]
                        .find(|letter: char| letter != ',' && letter != ' ')
                        .unwrap_or(0);
                    self.replace("port dropped", part.start..part.end + end, "", whole.clone());
                }
            }
            for (index, a) in call.fields.iter().enumerate() {
                for b in call.fields.iter().skip(index + 1) {
                    self.swap(&ports, a, b, &whole);
                }
            }
        }
        visit::visit_expr_struct(self, call);
    }
}

impl Breaker<'_> {
    fn swap(&mut self, ports: &[Port], a: &syn::FieldValue, b: &syn::FieldValue, whole: &Range<usize>) {
        let port = |field: &syn::FieldValue| match &field.member {
            Member::Named(name) => ports.iter().find(|port| name == &port.name),
            Member::Unnamed(_) => None,
        };
        let (Some(port_a), Some(port_b)) = (port(a), port(b)) else { return };
        if may_fit(&port_a.ty, &port_b.ty) || may_fit(&port_b.ty, &port_a.ty) {
            return;
        }
        let value = |field: &syn::FieldValue| self.text[field.expr.span().byte_range()].to_owned();
        let (first, second) = (a.span().byte_range(), b.span().byte_range());
        let between = &self.text[first.end..second.start];
        let swapped = format!("{}: {}{between}{}: {}", port_a.name, value(b), port_b.name, value(a));
        self.replace("ports swapped", first.start..second.end, &swapped, whole.clone());
    }

    /// A step that is taken out, or put after the one that reads it.
    fn statement(&mut self, local: &Local, next: Option<&Stmt>) {
        let Some(name) = bound(local) else { return };
        let part = local.span().byte_range();
        let uses = |text: &str| reads(text, &name);
        let rest = &self.text[part.end..];
        if uses(rest) && !self.types.contains_key(&name) {
            // The error is where the value is used.
            self.replace("step taken out", part.clone(), "", part.start..self.text.len());
        }
        let Some(next) = next else { return };
        let after = next.span().byte_range();
        if matches!(next, Stmt::Local(_)) && uses(&self.text[after.clone()]) {
            let swapped = format!(
                "{}{}{}",
                &self.text[after.clone()],
                &self.text[part.end..after.start],
                &self.text[part.clone()]
            );
            self.replace("steps in the wrong order", part.start..after.end, &swapped, part.start..after.end);
        }
    }

    /// What type a value has, if it is written or its node says so.
    fn learn(&mut self, local: &Local) {
        let Some(name) = bound(local) else { return };
        let called = local.init.as_ref().and_then(|init| match &*init.expr {
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => path.path.segments.last().map(|it| it.ident.to_string()),
                _ => None,
            },
            Expr::Struct(call) => call.path.segments.last().map(|it| it.ident.to_string()),
            _ => None,
        });
        let written = match &local.pat {
            Pat::Type(pattern) => Some(self.text[pattern.ty.span().byte_range()].replace(' ', "")),
            _ => None,
        };
        let given = called.and_then(|called| self.signatures.get(&called)).map(|it| it.output.clone());
        self.types.insert(name, written.or(given).unwrap_or_else(|| "?".to_owned()));
    }
}

/// Whether some code reads a value: in a text only between braces.
fn reads(code: &str, name: &str) -> bool {
    let word = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
    };
    code.split('"').enumerate().any(|(index, part)| match index % 2 {
        0 => word(part),
        _ => part.split('{').skip(1).any(|inside| inside.starts_with(name)),
    })
}

fn bound(local: &Local) -> Option<String> {
    match &local.pat {
        Pat::Ident(name) => Some(name.ident.to_string()),
        Pat::Type(pattern) => match &*pattern.pat {
            Pat::Ident(name) => Some(name.ident.to_string()),
            _ => None,
        },
        _ => None,
    }
}
