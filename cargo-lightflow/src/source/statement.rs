//! Statements of a body, and the names of their steps.

use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{Block, Expr, ItemFn, Local, Pat, Stmt};

use super::{bytes, holds};

/// The statements around a place, from the outer one to the inner.
#[derive(Debug)]
pub struct Statement<'a> {
    /// The block that holds it.
    pub block: &'a Block,
    /// Where in the block.
    pub index: usize,
}

impl<'a> Statement<'a> {
    /// All statements around some bytes of a function's body.
    pub fn around(function: &'a ItemFn, range: &Range<usize>) -> Vec<Self> {
        struct Around<'r, 'a> {
            range: &'r Range<usize>,
            found: Vec<Statement<'a>>,
        }
        impl<'a> Visit<'a> for Around<'_, 'a> {
            fn visit_block(&mut self, block: &'a Block) {
                for (index, statement) in block.stmts.iter().enumerate() {
                    if holds(&bytes(statement), self.range) {
                        self.found.push(Statement { block, index });
                    }
                }
                visit::visit_block(self, block);
            }
        }
        let mut around = Around { range, found: Vec::new() };
        around.visit_block(&function.block);
        around.found
    }

    /// The statement itself.
    pub fn stmt(&self) -> &'a Stmt {
        &self.block.stmts[self.index]
    }

    /// Whether it is the block's last one.
    pub fn is_last(&self) -> bool {
        self.index + 1 == self.block.stmts.len()
    }

    /// What its step is called: by its variable, or else by what it calls.
    pub fn step(&self) -> Option<String> {
        match self.stmt() {
            Stmt::Local(Local { pat, init, .. }) => {
                let pat = if let Pat::Type(typed) = pat { &*typed.pat } else { pat };
                match pat {
                    Pat::Ident(name) => Some(name.ident.to_string()),
                    _ => callee(&init.as_ref()?.expr),
                }
            }
            Stmt::Expr(expr, _) => callee(expr),
            _ => None,
        }
    }
}

/// What an expression calls, or how it starts.
fn callee(expr: &Expr) -> Option<String> {
    let path = match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return None,
        },
        Expr::Struct(literal) => &literal.path,
        Expr::ForLoop(_) => return Some("for".into()),
        Expr::If(_) => return Some("if".into()),
        Expr::Match(_) => return Some("match".into()),
        Expr::Return(it) => return callee(it.expr.as_deref()?),
        Expr::Await(it) => return callee(&it.base),
        Expr::Try(it) => return callee(&it.expr),
        Expr::Reference(it) => return callee(&it.expr),
        _ => return None,
    };
    Some(path.segments.last()?.ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_called_as_in_events() {
        let text = "fn f() { let shots = for file in files { let shot = packshot(load(file)); fit(shot) }; sheet(shots) }";
        let function: ItemFn = syn::parse_str(text).unwrap();
        let steps = |token: &str| -> Vec<String> {
            let start = text.find(token).unwrap();
            let around = Statement::around(&function, &(start..start + token.len()));
            around.iter().filter_map(Statement::step).collect()
        };
        assert_eq!(steps("load"), ["shots", "shot"]);
        assert_eq!(steps("fit"), ["shots", "fit"]);
        assert_eq!(steps("sheet"), ["sheet"]);
    }
}
