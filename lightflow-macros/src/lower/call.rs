//! Calls: `fit(&photo, side)` and `fit { image: &photo, side, .. }`.

use lightflow_errors as errors;
use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Member, Path, Type};

use super::Lower;
use crate::model::{Argument, Call, CallArgs, Mode, StepKind, Wire, WireTy};

/// Whether an expression is a step: a call or struct literal with the name of a function.
pub fn is_call(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if path.qself.is_none() && names_a_node(&path.path))
        }
        Expr::Struct(literal) => literal.qself.is_none() && names_a_node(&literal.path),
        _ => false,
    }
}

/// `fit` and `nodes::fit` are nodes; `Some`, `Size::new` and `parse::<u32>` are plain Rust.
fn names_a_node(path: &Path) -> bool {
    let lower = |name: &Ident| {
        let name = name.to_string();
        name.trim_start_matches("r#").starts_with(|first: char| first.is_lowercase() || first == '_')
    };
    path.segments.iter().all(|segment| segment.arguments.is_none() && lower(&segment.ident))
}

/// The token to blame for an expression: the name of what it calls, or its first one.
pub fn head_span(expr: &Expr) -> Span {
    match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path_span(&path.path),
            other => other.span(),
        },
        Expr::Struct(literal) => path_span(&literal.path),
        other => other.span(),
    }
}

fn path_span(path: &Path) -> Span {
    path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}

/// The type that is written beside a step, which is what the step gives: where it is not, rustc says so at the step,
/// and what reads the value has the type that is written.
fn declared_as(given: &WireTy, ty: &Type, span: Span) -> WireTy {
    let given = given.witness();
    let value = Ident::new("value", span);
    let declared = quote_spanned!(span => <_ as __lf::Declared<#ty>>::declared(#value));
    WireTy::Witness(quote!(__lf::part(#given, |#value| #declared)))
}

impl Lower<'_> {
    /// Lowers a call; gives the wire of its output.
    pub fn call(&mut self, expr: &Expr, name: Option<&Ident>, declared: Option<Type>) -> usize {
        let mut unchecked = false;
        let (path, args, refused) = match expr {
            Expr::Call(call) => {
                let Expr::Path(func) = &*call.func else { unreachable!("`is_call` was asked") };
                let refused = self.refuse_callee(&func.path);
                let arguments = call.args.iter().map(|argument| self.argument(argument, true)).collect();
                (func.path.clone(), CallArgs::Positional(arguments, call.paren_token.span.join()), refused)
            }
            Expr::Struct(literal) => {
                let refused = self.refuse_callee(&literal.path);
                let mut fields: Vec<(Ident, Argument)> = Vec::new();
                for field in &literal.fields {
                    let Member::Named(port) = &field.member else { continue };
                    let value = self.argument(&field.expr, true);
                    // Without a rest, the ports are those of a literal: rustc refuses a second one.
                    if literal.dot2_token.is_some() && fields.iter().any(|(other, _)| other == port) {
                        let message = format!("the port `{port}` is given twice");
                        self.diags.error(errors::DOUBLED_PORT, port.span(), message, "remove one of them");
                        continue;
                    }
                    fields.push((port.clone(), value));
                }
                if let Some(rest) = &literal.rest {
                    let message = "a step takes no other step's ports";
                    self.diags.error(
                        errors::PORTS_OF_ANOTHER_STEP,
                        rest.span(),
                        message,
                        "write `..` alone for the defaults",
                    );
                    unchecked = true;
                }
                let rest = literal.dot2_token.map(|dots| dots.spans[0]);
                let args = CallArgs::Named { fields, rest, span: literal.brace_token.span.join() };
                (literal.path.clone(), args, refused)
            }
            _ => unreachable!("`is_call` was asked"),
        };
        let called = path.segments.last().map_or_else(String::new, |segment| segment.ident.to_string());
        let call = Call { args, path };
        let poisoned = refused || unchecked || call.arguments().any(|argument| self.is_poisoned(argument));
        let span = path_span(&call.path);
        let path = &call.path;
        let given = match &call.args {
            CallArgs::Positional(..) => WireTy::Named(quote_spanned!(span => <#path as __lf::Node>::Output)),
            // rustc has one error for an unknown type and another for an unknown literal: speak of a named
            // call as a literal everywhere, and there is one.
            CallArgs::Named { .. } => {
                WireTy::Witness(quote_spanned!(span => __lf::output_of(|#path { .. }| ())))
            }
        };
        let wire = Wire {
            name: name.map_or_else(|| called.clone(), Ident::to_string),
            span,
            ty: match declared {
                _ if refused => WireTy::Unknown,
                Some(ty) => declared_as(&given, &ty, span),
                None => given,
            },
            mode: Mode::Owned,
            from: None,
            copy: false,
            poisoned: refused,
            variable: false,
        };
        let id = name.map_or(called, Ident::to_string);
        self.step(&id, span, StepKind::Call(call), poisoned, vec![wire])[0]
    }

    fn refuse_callee(&mut self, path: &Path) -> bool {
        let Some(name) = path.get_ident() else {
            return false;
        };
        let text = name.to_string();
        if text == self.own_name {
            let message = format!("`{text}` would run inside itself without end");
            self.diags.error(errors::ENDLESS, name.span(), message, "call another node or composition");
            return true;
        }
        false
    }
}
