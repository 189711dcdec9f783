//! What a workflow's body cannot say, and what to write instead.

use lightflow_errors as errors;
use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Expr, Stmt};

use super::Lower;

impl Lower<'_> {
    /// Refuses an expression that means control flow of a function, not of a graph; true if it did.
    pub fn refuse(&mut self, expr: &Expr) -> bool {
        let (mistake, span, what, help) = match expr {
            Expr::While(it) => (
                errors::LOOP,
                it.while_token.span,
                "`while` is not used in a workflow",
                "put the loop into a node, or use `for` over a list",
            ),
            Expr::Loop(it) => (
                errors::LOOP,
                it.loop_token.span,
                "`loop` is not used in a workflow",
                "put the loop into a node, or use `for` over a list",
            ),
            Expr::Break(it) => (
                errors::BREAK,
                it.break_token.span,
                "`break` is not used in a workflow: a `for` runs over its whole list",
                "filter the list in a node first",
            ),
            Expr::Continue(it) => (
                errors::BREAK,
                it.continue_token.span,
                "`continue` is not used in a workflow: a `for` runs over its whole list",
                "filter the list in a node first",
            ),
            Expr::Return(it) => (
                errors::RETURN,
                it.return_token.span,
                "`return` is not used in a workflow",
                "make the value the last expression",
            ),
            Expr::Assign(it) => (
                errors::CHANGED_VALUE,
                it.eq_token.span,
                "a value of a workflow does not change",
                "give the new value a name with `let`",
            ),
            Expr::Unsafe(it) => (
                errors::BLOCK_OF_CODE,
                it.unsafe_token.span,
                "`unsafe` is not used in a workflow",
                "put the code into a node",
            ),
            Expr::Async(it) => (
                errors::BLOCK_OF_CODE,
                it.async_token.span,
                "`async` is not used in a workflow: steps run at the same time anyway",
                "put the code into an `async` node",
            ),
            Expr::Const(it) => (
                errors::BLOCK_OF_CODE,
                it.const_token.span,
                "`const` blocks are not used in a workflow",
                "make it a constant outside",
            ),
            Expr::Let(it) => (
                errors::LET_CHAIN,
                it.let_token.span,
                "`let` cannot be joined with other conditions here",
                "write a `match`",
            ),
            Expr::ForLoop(it) => (
                errors::UNNAMED_LIST,
                it.for_token.span,
                "a `for` is not part of an expression",
                "give its list a name with `let` first",
            ),
            _ => return false,
        };
        self.diags.error(mistake, span, what, help);
        true
    }

    /// Attributes mean nothing on a step: options stand on the node.
    pub fn refuse_attributes(&mut self, attributes: &[syn::Attribute]) {
        for attribute in attributes {
            let name = super::text_of(attribute.path());
            let message = format!("`{name}` means nothing on a step");
            let help = "put options on the node, as in `#[node(retry = 3)]`, or remove it";
            self.diags.error(errors::STEP_ATTRIBUTE, attribute.path().span(), message, help);
        }
    }

    pub fn refuse_await(&mut self, span: Span) {
        self.diags.error(
            errors::AWAIT,
            span,
            "`.await` is not used in a workflow: every step is waited for",
            "remove `.await`",
        );
    }

    pub fn refuse_try(&mut self, span: Span) {
        self.diags.error(
            errors::QUESTION_MARK,
            span,
            "`?` is not used in a workflow: a step that fails ends the run",
            "remove `?`",
        );
    }

    pub fn refuse_statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Item(item) => {
                self.diags.error(
                    errors::ITEM,
                    item.span(),
                    "a workflow holds no items",
                    "move it out of the workflow",
                );
                self.items.push(item.clone());
            }
            Stmt::Macro(it) => {
                let name = super::text_of(&it.mac.path);
                let message = format!("`{name}!` is no step");
                self.diags.error(
                    errors::MACRO_STATEMENT,
                    it.mac.path.span(),
                    message,
                    "put it into a node, give its value a name with `let name: Type = ..`, or remove it",
                );
            }
            Stmt::Expr(expr, _) => {
                if !self.refuse(expr) {
                    let help = "give it a name with `let name: Type = ..`, or remove it";
                    self.diags.error(
                        errors::NO_EFFECT,
                        expr.span(),
                        "this expression does nothing in a workflow",
                        help,
                    );
                }
            }
            Stmt::Local(_) => {}
        }
    }
}
