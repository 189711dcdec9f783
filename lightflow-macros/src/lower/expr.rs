//! Expressions over wires: which values they read, and how.
//!
//! A bare name where a value is wanted is read bare (moved or cloned); a name behind `&`, before a `.`, or as an
//! operand is borrowed. Calls of nodes inside become steps of their own.

use lightflow_errors as errors;
use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Expr, Lit, Macro, Stmt, Token, parse_quote_spanned};

use super::scope::Meaning;
use super::{Lower, call, pattern, text_of};
use crate::model::{Argument, Mode, Read, Share, WireRef};

impl Lower<'_> {
    /// Lowers an expression; `by_value` says that its place wants a value.
    pub fn argument(&mut self, expr: &Expr, by_value: bool) -> Argument {
        self.argument_with(expr, by_value, &[])
    }

    /// As [`argument`](Self::argument), with names that a pattern lends.
    pub fn argument_with(&mut self, expr: &Expr, by_value: bool, lent: &[Ident]) -> Argument {
        let text = text_of(expr);
        let mut expr = self.peel(expr.clone());
        let bare =
            matches!(&expr, Expr::Path(path) if path.path.get_ident().is_some()) || call::is_call(&expr);
        let lent = lent.iter().map(Ident::to_string).collect();
        let mut walk = Walk {
            lower: self,
            reads: Vec::new(),
            near: Vec::new(),
            hidden: Vec::new(),
            lent,
            optional: None,
            refused: false,
        };
        walk.expr(&mut expr, by_value);
        let Walk { reads, near, refused, .. } = walk;
        let bare = bare && reads.len() == 1;
        Argument { expr, reads, near, text, bare, refused }
    }

    /// The expression that is one wire.
    pub fn wire_argument(&mut self, wire: WireRef, span: Span, text: String) -> Argument {
        let local = self.local("value", span);
        let expr = parse_quote_spanned!(span => #local);
        Argument {
            expr,
            reads: vec![Read { wire, share: Share::Bare, local }],
            near: Vec::new(),
            text,
            bare: true,
            refused: false,
        }
    }
}

struct Walk<'l, 'd> {
    lower: &'l mut Lower<'d>,
    reads: Vec<Read>,
    near: Vec<Ident>,
    /// Names that closures, arms and blocks inside the expression bind.
    hidden: Vec<HashSet<String>>,
    /// Names that are references here although they look like values.
    lent: HashSet<String>,
    /// Inside what a step would not run each time.
    optional: Option<&'static str>,
    /// Something was refused, and stands for nothing.
    refused: bool,
}

impl Walk<'_, '_> {
    fn expr(&mut self, expr: &mut Expr, by_value: bool) {
        if call::is_call(expr) {
            return self.nested_call(expr, by_value);
        }
        match expr {
            Expr::Path(path) if path.qself.is_none() => {
                if let Some(name) = path.path.get_ident().cloned() {
                    self.name(expr, &name, by_value);
                }
            }
            Expr::Await(it) => {
                self.lower.refuse_await(it.await_token.span);
                self.unwrap_into(expr, by_value);
            }
            Expr::Try(it) => {
                self.lower.refuse_try(it.question_token.span);
                self.unwrap_into(expr, by_value);
            }
            Expr::Paren(it) => self.expr(&mut it.expr, by_value),
            Expr::Group(it) => self.expr(&mut it.expr, by_value),
            Expr::Reference(it) => {
                if let Some(mutable) = &it.mutability {
                    let message = "a value of a workflow does not change";
                    self.lower.diags.error(
                        errors::CHANGED_VALUE,
                        mutable.span(),
                        message,
                        "share it with `&`",
                    );
                    it.mutability = None;
                }
                self.reference(it);
            }
            Expr::Field(_) => self.field(expr, by_value),
            Expr::Index(it) => {
                self.expr(&mut it.expr, false);
                self.expr(&mut it.index, false);
            }
            Expr::Unary(it) => self.expr(&mut it.expr, false),
            Expr::Cast(it) => self.expr(&mut it.expr, false),
            Expr::Binary(it) => {
                self.expr(&mut it.left, false);
                self.expr(&mut it.right, false);
            }
            Expr::Range(it) => {
                for end in [&mut it.start, &mut it.end].into_iter().flatten() {
                    self.expr(end, true);
                }
            }
            Expr::Tuple(it) => it.elems.iter_mut().for_each(|item| self.expr(item, true)),
            Expr::Array(it) => it.elems.iter_mut().for_each(|item| self.expr(item, true)),
            Expr::Repeat(it) => self.expr(&mut it.expr, true),
            Expr::Call(it) => {
                self.expr(&mut it.func, false);
                it.args.iter_mut().for_each(|argument| self.expr(argument, true));
            }
            Expr::MethodCall(it) => {
                self.expr(&mut it.receiver, false);
                it.args.iter_mut().for_each(|argument| self.expr(argument, true));
            }
            Expr::Struct(it) => {
                for field in &mut it.fields {
                    field.colon_token.get_or_insert_default();
                    self.expr(&mut field.expr, true);
                }
                if let Some(rest) = &mut it.rest {
                    self.expr(rest, false);
                }
            }
            Expr::Closure(it) => {
                let names = it.inputs.iter().flat_map(pattern::bound).map(|name| name.to_string()).collect();
                self.inside("closure", names, |walk| walk.expr(&mut it.body, false));
            }
            Expr::Block(it) if self.optional.is_none() && holds_steps(&it.block) => {
                let help = "write its lines above, each with a name of its own";
                let span = it.block.brace_token.span.open();
                self.lower.diags.error(errors::STEP_IN_BLOCK, span, "a block holds no steps", help);
                self.drop_refused(expr);
            }
            Expr::Block(it) => self.block(&mut it.block, by_value),
            Expr::If(it) => {
                let names = self.condition(&mut it.cond);
                self.inside("`if`", names, |walk| walk.block(&mut it.then_branch, by_value));
                if let Some((_, otherwise)) = &mut it.else_branch {
                    self.inside("`if`", HashSet::new(), |walk| walk.expr(otherwise, by_value));
                }
            }
            Expr::Match(it) => {
                self.expr(&mut it.expr, false);
                for arm in &mut it.arms {
                    let names = pattern::bound(&arm.pat).into_iter().map(|name| name.to_string()).collect();
                    self.inside("`match`", names, |walk| {
                        if let syn::Pat::Guard(guarded) = &mut arm.pat {
                            walk.expr(&mut guarded.guard, false);
                        }
                        walk.expr(&mut arm.body, by_value);
                    });
                }
            }
            Expr::Macro(it) => self.macro_call(&mut it.mac),
            Expr::Lit(_) | Expr::Path(_) | Expr::Infer(_) | Expr::Verbatim(_) => {}
            other => {
                if self.lower.refuse(other) {
                    self.drop_refused(other);
                }
            }
        }
    }

    /// What is refused is not checked further.
    fn drop_refused(&mut self, expr: &mut Expr) {
        *expr = Expr::Verbatim(quote::quote!(::core::unreachable!()));
        self.refused = true;
    }

    fn unwrap_into(&mut self, expr: &mut Expr, by_value: bool) {
        let inner = match std::mem::replace(expr, Expr::Verbatim(TokenStream::new())) {
            Expr::Await(it) => *it.base,
            Expr::Try(it) => *it.expr,
            other => other,
        };
        *expr = inner;
        self.expr(expr, by_value);
    }

    /// A part of a value is cloned where a value is wanted: the rest of it may be needed elsewhere.
    fn field(&mut self, expr: &mut Expr, by_value: bool) {
        let Expr::Field(field) = &mut *expr else { return };
        let before = self.reads.len();
        self.expr(&mut field.base, false);
        if by_value && self.reads.len() > before {
            let span = field.member.span();
            *expr = parse_quote_spanned!(span => #field.clone());
        }
    }

    /// `&x` borrows a place; a borrowed temporary is kept until the frame ends.
    fn reference(&mut self, reference: &mut syn::ExprReference) {
        self.expr(&mut reference.expr, false);
        if !is_place(&reference.expr) {
            let span = reference.and_token.span;
            let inner = &reference.expr;
            *reference.expr = parse_quote_spanned!(span => *__frame.lend(#inner));
        }
    }

    fn inside(&mut self, what: &'static str, names: HashSet<String>, walk: impl FnOnce(&mut Self)) {
        let outer = self.optional.replace(what);
        self.hidden.push(names);
        walk(self);
        self.hidden.pop();
        self.optional = outer;
    }

    fn block(&mut self, block: &mut syn::Block, by_value: bool) {
        self.hidden.push(HashSet::new());
        let last = block.stmts.len().wrapping_sub(1);
        for (index, statement) in block.stmts.iter_mut().enumerate() {
            match statement {
                Stmt::Local(local) => {
                    if let Some(init) = &mut local.init {
                        self.expr(&mut init.expr, true);
                    }
                    let names = pattern::bound(&local.pat).into_iter().map(|name| name.to_string());
                    if let Some(hidden) = self.hidden.last_mut() {
                        hidden.extend(names);
                    }
                }
                Stmt::Expr(expr, None) if index == last => self.expr(expr, by_value),
                Stmt::Expr(expr, _) => self.expr(expr, false),
                Stmt::Macro(it) => self.macro_call(&mut it.mac),
                Stmt::Item(_) => {}
            }
        }
        self.hidden.pop();
    }

    /// A condition; gives the names that a `let` in it binds.
    fn condition(&mut self, condition: &mut Expr) -> HashSet<String> {
        match condition {
            Expr::Let(it) => {
                self.expr(&mut it.expr, false);
                pattern::bound(&it.pat).into_iter().map(|name| name.to_string()).collect()
            }
            Expr::Binary(it) if matches!(it.op, syn::BinOp::And(_)) => {
                let mut names = self.condition(&mut it.left);
                self.hidden.push(names.clone());
                names.extend(self.condition(&mut it.right));
                self.hidden.pop();
                names
            }
            other => {
                self.expr(other, false);
                HashSet::new()
            }
        }
    }

    fn nested_call(&mut self, expr: &mut Expr, by_value: bool) {
        let span = call::head_span(expr);
        if let Some(what) = self.optional {
            let article = if what == "`if`" { "an" } else { "a" };
            let help = match what {
                "closure" => "run the step for every item with `let list = for item in items { .. };`",
                _ => "bind the whole branch with `let name = if .. { .. } else { .. };`",
            };
            self.lower.diags.error(
                errors::STEP_IN_EXPRESSION,
                span,
                format!("a step cannot run inside {article} {what} of an expression"),
                help,
            );
            return self.drop_refused(expr);
        }
        let wire = WireRef { up: 0, wire: self.lower.call(expr, None, None) };
        let local = self.lower.local("value", span);
        let share = if by_value { Share::Bare } else { Share::Borrow };
        *expr = match share {
            Share::Bare => parse_quote_spanned!(span => #local),
            Share::Borrow => parse_quote_spanned!(span => (*#local)),
        };
        self.reads.push(Read { wire, share, local });
    }

    fn name(&mut self, expr: &mut Expr, name: &Ident, by_value: bool) {
        let text = name.to_string();
        if self.hidden.iter().any(|names| names.contains(&text)) {
            return;
        }
        if self.lent.contains(&text) {
            *expr = parse_quote_spanned!(name.span() => (*#name));
            return;
        }
        let span = name.span();
        match self.lower.resolve(&text) {
            Meaning::Wire(wire) => {
                let mode = self.lower.wire(wire).mode;
                let in_closure = self.optional == Some("closure");
                if mode == Mode::Lent || !by_value || in_closure {
                    if mode == Mode::Owned {
                        *expr = parse_quote_spanned!(span => (*#name));
                    }
                    self.reads.push(Read { wire, share: Share::Borrow, local: name.clone() });
                } else {
                    let local = self.lower.local(&text, span);
                    *expr = parse_quote_spanned!(span => #local);
                    self.reads.push(Read { wire, share: Share::Bare, local });
                }
            }
            Meaning::Later => {
                let message = format!("`{text}` is used before the step that produces it");
                self.lower.diags.error(
                    errors::USED_BEFORE,
                    span,
                    message,
                    format!("move `let {text} = ..` above this line"),
                );
                self.drop_refused(expr);
            }
            Meaning::Other => {
                if text.starts_with(|first: char| first.is_lowercase()) {
                    self.misspelt(&text);
                }
            }
        }
    }

    /// The wire that may be meant by a name that nothing defines.
    fn misspelt(&mut self, name: &str) {
        let visible = self.lower.visible();
        let visible: Vec<&str> = visible.iter().map(String::as_str).collect();
        let near = crate::names::nearest(name, &visible);
        self.near.extend(near.map(|near| Ident::new(near, Span::call_site())));
    }

    /// `format!("{title}: {}", side)`: arguments are borrowed; names inside the text count too.
    fn macro_call(&mut self, mac: &mut Macro) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        let Ok(mut arguments) = parser.parse2(mac.tokens.clone()) else {
            let tokens = mac.tokens.clone();
            return self.loose_tokens(tokens);
        };
        let by_value = mac.path.is_ident("vec");
        for argument in &mut arguments {
            match argument {
                Expr::Assign(named) => self.expr(&mut named.right, by_value),
                Expr::Lit(literal) => {
                    if let Lit::Str(text) = &literal.lit {
                        self.captured(&text.value(), text.span());
                    }
                }
                other => self.expr(other, by_value),
            }
        }
        mac.tokens = quote::quote!(#arguments);
    }

    fn captured(&mut self, text: &str, span: Span) {
        for piece in text.split('{').skip(1) {
            let name: String =
                piece.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            match self.lower.resolve(&name) {
                Meaning::Wire(wire) => {
                    self.reads.push(Read { wire, share: Share::Borrow, local: Ident::new(&name, span) });
                }
                _ if name.starts_with(char::is_lowercase) => self.misspelt(&name),
                _ => {}
            }
        }
    }

    fn loose_tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.loose_tokens(group.stream()),
                TokenTree::Ident(name) => {
                    if let Meaning::Wire(wire) = self.lower.resolve(&name.to_string()) {
                        self.reads.push(Read { wire, share: Share::Borrow, local: name });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a block with several lines runs a step: the steps of a graph are those of its bodies.
fn holds_steps(block: &syn::Block) -> bool {
    struct Steps(bool);
    impl<'ast> Visit<'ast> for Steps {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= call::is_call(expr);
            syn::visit::visit_expr(self, expr);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut steps = Steps(false);
    steps.visit_block(block);
    block.stmts.len() > 1 && steps.0
}

fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(it) => is_place(&it.base),
        Expr::Index(it) => is_place(&it.expr),
        Expr::Paren(it) => is_place(&it.expr),
        Expr::Group(it) => is_place(&it.expr),
        Expr::Unary(it) => matches!(it.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}
