//! The arms of a branch, as they are written.

use lightflow_errors as errors;
use proc_macro2::{Span, TokenTree};
use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{Block, Expr, ExprIf, ExprLet, ExprMatch, Pat, Stmt, parse_quote};

use super::{Lower, text_of};

/// An arm as it is written.
pub struct Written {
    pub pattern: Option<Pat>,
    pub guard: Option<Expr>,
    pub block: Block,
    pub name: String,
    /// Its last token.
    pub end: Span,
}

/// The token to blame, what is decided on, the text for people, and the arms.
pub type WrittenBranch = (Span, Expr, String, Vec<Written>);

impl Lower<'_> {
    /// The two arms of an `if`.
    pub fn written_if(&mut self, it: &ExprIf, wants_value: bool) -> WrittenBranch {
        let span = it.if_token.span;
        if wants_value && it.else_branch.is_none() {
            let message = "this `if` gives a value, so it needs an `else`";
            self.diags.error(
                errors::NO_ELSE,
                span,
                message,
                "add `else { .. }` with a value of the same type",
            );
        }
        let otherwise = match &it.else_branch {
            Some((_, expr)) => as_block(expr),
            None => parse_quote!({}),
        };
        let text = format!("if {}", text_of(&it.cond));
        let (scrutinee, then_pattern, else_pattern) = match &*it.cond {
            Expr::Let(condition) => {
                ((*condition.expr).clone(), Some((*condition.pat).clone()), Some(parse_quote!(_)))
            }
            condition => {
                let joined: Vec<&Pat> = joined_lets(condition).into_iter().map(|it| &*it.pat).collect();
                let pattern = (!joined.is_empty()).then(|| parse_quote!((#(#joined),*)));
                (condition.clone(), pattern, None)
            }
        };
        let arms = vec![
            Written {
                pattern: then_pattern,
                guard: None,
                block: it.then_branch.clone(),
                name: "then".into(),
                end: span,
            },
            Written { pattern: else_pattern, guard: None, block: otherwise, name: "else".into(), end: span },
        ];
        (span, scrutinee, text, arms)
    }
}

/// The arms of a `match`.
pub fn written_match(it: &ExprMatch) -> WrittenBranch {
    let arms = it
        .arms
        .iter()
        .map(|arm| {
            let (pattern, guard) = match &arm.pat {
                Pat::Guard(guarded) => ((*guarded.pat).clone(), Some((*guarded.guard).clone())),
                pattern => (pattern.clone(), None),
            };
            Written {
                name: text_of(&arm.pat),
                end: last_token(&arm.body),
                pattern: Some(pattern),
                guard,
                block: as_block(&arm.body),
            }
        })
        .collect();
    (it.match_token.span, (*it.expr).clone(), format!("match {}", text_of(&it.expr)), arms)
}

/// The `let`s in `let .. && ..`.
pub fn joined_lets(condition: &Expr) -> Vec<&ExprLet> {
    match condition {
        Expr::Let(it) => vec![it],
        Expr::Binary(it) if matches!(it.op, syn::BinOp::And(_)) => {
            let mut lets = joined_lets(&it.left);
            lets.extend(joined_lets(&it.right));
            lets
        }
        _ => Vec::new(),
    }
}

fn last_token(expr: &Expr) -> Span {
    let last = expr.to_token_stream().into_iter().last();
    last.map_or_else(Span::call_site, |token| match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    })
}

fn as_block(expr: &Expr) -> Block {
    match expr {
        Expr::Block(block) if block.label.is_none() => block.block.clone(),
        other => {
            let span = other.span();
            let mut block: Block = syn::parse_quote_spanned!(span => {});
            block.stmts.push(Stmt::Expr(other.clone(), None));
            block
        }
    }
}
