//! Types that are not written, where something else says them.

use lightflow_errors::{self as errors, Mistake};
use syn::visit::{self, Visit};
use syn::{Expr, Member, Stmt};

use super::{Edit, replace};
use crate::diagnose::Seen;
use crate::source::{Statement, bytes};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake != errors::UNTYPED_VALUE {
        return None;
    }
    let function = seen.graph()?;
    let around = Statement::around(function, &seen.range);
    around.iter().rev().find_map(|statement| {
        let Stmt::Local(local) = statement.stmt() else { return None };
        let syn::Pat::Ident(name) = &local.pat else { return None };
        let value = &*local.init.as_ref()?.expr;
        let ty = of_value(seen, value).or_else(|| of_readers(seen, statement, &name.ident.to_string()))?;
        let end = bytes(&name.ident).end;
        Some(vec![replace(seen, end..end, format!(": {ty}"))])
    })
}

/// What the value itself says: a literal of a struct, a copy of a parameter, a text, a cast.
fn of_value(seen: &Seen<'_>, value: &Expr) -> Option<String> {
    match value {
        Expr::Struct(literal) => Some(seen.file.slice(&bytes(&literal.path)).to_owned()),
        Expr::MethodCall(call) if call.method == "clone" && call.args.is_empty() => {
            parameter(seen, &call.receiver)
        }
        Expr::Macro(it) if it.mac.path.is_ident("format") => Some("String".to_owned()),
        Expr::Cast(it) => Some(seen.file.slice(&bytes(&it.ty)).to_owned()),
        Expr::ForLoop(it) => match it.body.stmts.last()? {
            Stmt::Expr(last @ (Expr::Cast(_) | Expr::Macro(_)), None) => {
                Some(format!("Vec<{}>", of_value(seen, last)?))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The type that a parameter of this name is declared with.
pub fn parameter(seen: &Seen<'_>, expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let wanted = path.path.get_ident()?;
    seen.graph()?.sig.inputs.iter().find_map(|input| {
        let syn::FnArg::Typed(input) = input else { return None };
        let syn::Pat::Ident(name) = &*input.pat else { return None };
        let ty = if let syn::Type::Reference(reference) = &*input.ty { &reference.elem } else { &input.ty };
        (name.ident == *wanted).then(|| seen.file.slice(&bytes(ty)).to_owned())
    })
}

/// The type of the ports that read the value bare, if they all have one.
pub fn of_readers(seen: &Seen<'_>, made: &Statement<'_>, name: &str) -> Option<String> {
    of_ports(seen, &made.block.stmts[made.index + 1..], name)
}

/// The type of the ports that read a name bare in some lines.
pub fn of_ports(seen: &Seen<'_>, lines: &[Stmt], name: &str) -> Option<String> {
    struct Readers<'a> {
        seen: &'a Seen<'a>,
        name: &'a str,
        types: Vec<String>,
    }
    impl Readers<'_> {
        fn read(&mut self, node: Option<&syn::PathSegment>, value: &Expr, port: Result<String, usize>) {
            let Expr::Path(path) = value else { return };
            let Some(node) = node.filter(|_| path.path.is_ident(self.name)) else { return };
            let Some(asset) = self.seen.assets.get(&node.ident.to_string()) else { return };
            let port = match port {
                Ok(name) => asset.ports.iter().find(|port| port.name == name),
                Err(index) => asset.ports.get(index),
            };
            self.types.extend(port.map(|port| port.ty.clone()));
        }
    }
    impl Visit<'_> for Readers<'_> {
        fn visit_expr_call(&mut self, call: &syn::ExprCall) {
            if let Expr::Path(func) = &*call.func {
                for (index, value) in call.args.iter().enumerate() {
                    self.read(func.path.segments.last(), value, Err(index));
                }
            }
            visit::visit_expr_call(self, call);
        }
        fn visit_expr_struct(&mut self, literal: &syn::ExprStruct) {
            for field in &literal.fields {
                if let Member::Named(port) = &field.member {
                    self.read(literal.path.segments.last(), &field.expr, Ok(port.to_string()));
                }
            }
            visit::visit_expr_struct(self, literal);
        }
    }
    let mut readers = Readers { seen, name, types: Vec::new() };
    for statement in lines {
        readers.visit_stmt(statement);
    }
    let (first, others) = readers.types.split_first()?;
    // What is lent may be another type than the port's: `&str` for a `String`.
    (!first.starts_with('&') && others.iter().all(|other| other == first)).then(|| first.clone())
}
