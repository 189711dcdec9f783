//! Edges of a body, as far as its text tells: what a call's argument stands for, and who made it.

use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{Expr, ExprForLoop, FnArg, ItemFn, Member, Pat, PatIdent};

use super::{bytes, holds};

/// The body of a composition or workflow.
#[derive(Clone, Copy, Debug)]
pub struct Graph<'a>(pub &'a ItemFn);

/// An argument of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The node's name as it is called.
    pub node: String,
    /// The port's name if it is written, or else its index.
    pub port: Result<String, usize>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A parameter of the workflow.
    Parameter(String),
    /// A variable, and the node that made it if that is plain.
    Variable(String, Option<String>),
    /// A call inside an argument.
    Step(String),
}

impl Graph<'_> {
    /// The innermost call of which an argument holds these bytes.
    pub fn consumer(&self, range: &Range<usize>) -> Option<Call> {
        struct Search<'r> {
            range: &'r Range<usize>,
            found: Option<Call>,
        }
        impl Visit<'_> for Search<'_> {
            fn visit_expr_call(&mut self, call: &syn::ExprCall) {
                let at = call.args.iter().position(|argument| holds(&bytes(argument), self.range));
                if let (Some(index), Some(node)) = (at, called(&call.func)) {
                    self.found = Some(Call { node, port: Err(index) });
                }
                visit::visit_expr_call(self, call);
            }
            fn visit_expr_struct(&mut self, literal: &syn::ExprStruct) {
                let field = literal.fields.iter().find(|field| holds(&bytes(&field.expr), self.range));
                if let (Some(field), Some(node)) = (field, literal.path.segments.last())
                    && let Member::Named(port) = &field.member
                {
                    self.found = Some(Call { node: node.ident.to_string(), port: Ok(port.to_string()) });
                }
                visit::visit_expr_struct(self, literal);
            }
        }
        let mut search = Search { range, found: None };
        search.visit_block(&self.0.block);
        search.found
    }

    /// Who made the value of an expression.
    pub fn producer(&self, expr: &Expr) -> Option<Value> {
        match expr {
            Expr::Reference(it) => self.producer(&it.expr),
            Expr::Paren(it) => self.producer(&it.expr),
            Expr::Field(it) => self.producer(&it.base),
            Expr::MethodCall(it) => self.producer(&it.receiver),
            Expr::Call(it) => called(&it.func).map(Value::Step),
            Expr::Struct(it) => it.path.segments.last().map(|name| Value::Step(name.ident.to_string())),
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                if self.parameters().contains(&name) {
                    return Some(Value::Parameter(name));
                }
                let made = self.definition(&name).and_then(|expr| match self.producer(expr) {
                    Some(Value::Step(node)) => Some(node),
                    _ => None,
                });
                self.names().contains(&name).then_some(Value::Variable(name, made))
            }
            _ => None,
        }
    }

    /// The expression at exactly these bytes, or the smallest one around them.
    pub fn expr(&self, range: &Range<usize>) -> Option<&Expr> {
        struct Search<'r, 'a> {
            range: &'r Range<usize>,
            found: Option<&'a Expr>,
        }
        impl<'a> Visit<'a> for Search<'_, 'a> {
            fn visit_expr(&mut self, expr: &'a Expr) {
                if holds(&bytes(expr), self.range) {
                    self.found = Some(expr);
                    visit::visit_expr(self, expr);
                }
            }
        }
        let mut search = Search { range, found: None };
        search.visit_block(&self.0.block);
        search.found
    }

    /// The call of what stands at these bytes.
    pub fn call_of(&self, range: &Range<usize>) -> Option<&Expr> {
        struct Search<'r, 'a>(&'r Range<usize>, Option<&'a Expr>);
        impl<'a> Visit<'a> for Search<'_, 'a> {
            fn visit_expr(&mut self, expr: &'a Expr) {
                let head = match expr {
                    Expr::Call(it) => Some(bytes(&it.func)),
                    Expr::Struct(it) => Some(bytes(&it.path)),
                    _ => None,
                };
                if head.as_ref() == Some(self.0) {
                    self.1 = Some(expr);
                }
                visit::visit_expr(self, expr);
            }
        }
        let mut search = Search(range, None);
        search.visit_block(&self.0.block);
        search.1
    }

    /// Whether these bytes are the condition of an `if`, or a guard.
    pub fn is_condition(&self, range: &Range<usize>) -> bool {
        struct Search<'r>(&'r Range<usize>, bool);
        impl Visit<'_> for Search<'_> {
            fn visit_expr_if(&mut self, it: &syn::ExprIf) {
                self.1 |= bytes(&it.cond) == *self.0;
                visit::visit_expr_if(self, it);
            }
            fn visit_arm(&mut self, arm: &syn::Arm) {
                self.1 |= holds(&bytes(arm), self.0)
                    && !holds(&bytes(&arm.body), self.0)
                    && !matches!(&arm.pat, pat if bytes(pat) == *self.0);
                visit::visit_arm(self, arm);
            }
        }
        let mut search = Search(range, false);
        search.visit_block(&self.0.block);
        search.1
    }

    /// Whether these bytes are a pattern.
    pub fn is_pattern(&self, range: &Range<usize>) -> bool {
        struct Search<'r>(&'r Range<usize>, bool);
        impl Visit<'_> for Search<'_> {
            fn visit_pat(&mut self, pat: &Pat) {
                self.1 |= bytes(pat) == *self.0;
                visit::visit_pat(self, pat);
            }
        }
        let mut search = Search(range, false);
        search.visit_block(&self.0.block);
        search.1
    }

    /// Names of the parameters.
    pub fn parameters(&self) -> Vec<String> {
        let typed = self.0.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(input) => Some(&*input.pat),
            FnArg::Receiver(_) => None,
        });
        typed.flat_map(bound).collect()
    }

    /// All names that the body binds, inner ones too.
    pub fn names(&self) -> Vec<String> {
        let mut names = Names(Vec::new());
        names.visit_block(&self.0.block);
        names.0.sort();
        names.0.dedup();
        names.0
    }

    /// The node whose whole output is the value of this name: `let photo = load(path);`.
    pub fn made_by(&self, name: &str) -> Option<String> {
        struct Search<'n>(&'n str, Vec<Option<String>>);
        impl Visit<'_> for Search<'_> {
            fn visit_local(&mut self, local: &syn::Local) {
                if bound(&local.pat).iter().any(|bound| bound == self.0) {
                    let made = match local.init.as_ref().map(|init| &*init.expr) {
                        Some(Expr::Call(it)) => called(&it.func),
                        Some(Expr::Struct(it)) => it.path.segments.last().map(|last| last.ident.to_string()),
                        _ => None,
                    };
                    self.1.push(made.filter(|_| matches!(local.pat, Pat::Ident(_))));
                }
                visit::visit_local(self, local);
            }
        }
        let mut search = Search(name, Vec::new());
        search.visit_block(&self.0.block);
        match <[Option<String>; 1]>::try_from(search.1) {
            Ok([made]) => made,
            Err(_) => None,
        }
    }

    /// What a `let` gives this name; the list, for the item of a `for`.
    fn definition(&self, name: &str) -> Option<&Expr> {
        struct Search<'n, 'a>(&'n str, Option<&'a Expr>);
        impl<'a> Visit<'a> for Search<'_, 'a> {
            fn visit_local(&mut self, local: &'a syn::Local) {
                if bound(&local.pat).iter().any(|bound| bound == self.0) {
                    self.1 = local.init.as_ref().map(|init| &*init.expr);
                }
                visit::visit_local(self, local);
            }
            fn visit_expr_for_loop(&mut self, it: &'a ExprForLoop) {
                if bound(&it.pat).iter().any(|bound| bound == self.0) {
                    self.1 = Some(&it.expr);
                }
                visit::visit_expr_for_loop(self, it);
            }
        }
        let mut search = Search(name, None);
        search.visit_block(&self.0.block);
        search.1
    }
}

struct Names(Vec<String>);

impl Visit<'_> for Names {
    fn visit_pat_ident(&mut self, name: &PatIdent) {
        self.0.push(name.ident.to_string());
        visit::visit_pat_ident(self, name);
    }
}

/// Names that a pattern binds.
fn bound(pat: &Pat) -> Vec<String> {
    let mut names = Names(Vec::new());
    names.visit_pat(pat);
    names.0
}

fn called(func: &Expr) -> Option<String> {
    let Expr::Path(path) = func else { return None };
    Some(path.path.segments.last()?.ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_has_two_ends() {
        let text = "fn f(path: String) { let photo = load(path); let latent = encode(&photo); resize { image: latent, width: 512 } }";
        let function: ItemFn = syn::parse_str(text).unwrap();
        let graph = Graph(&function);
        let at = |token: &str| text.rfind(token).map(|start| start..start + token.len()).unwrap();
        let latent = at("latent");
        assert_eq!(
            graph.consumer(&latent).unwrap(),
            Call { node: "resize".into(), port: Ok("image".into()) }
        );
        let made = Value::Variable("latent".into(), Some("encode".into()));
        assert_eq!(graph.producer(graph.expr(&latent).unwrap()), Some(made));
        let photo = at("photo");
        assert_eq!(graph.consumer(&photo).unwrap().port, Err(0));
        assert_eq!(graph.made_by("latent").as_deref(), Some("encode"));
        let split: ItemFn = syn::parse_str("fn f() { let (a, b) = cut(); let mask = cut().mask; }").unwrap();
        assert_eq!((Graph(&split).made_by("a"), Graph(&split).made_by("mask")), (None, None));
        let path = at("path");
        assert_eq!(graph.producer(graph.expr(&path).unwrap()), Some(Value::Parameter("path".into())));
    }
}
