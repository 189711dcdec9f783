//! Statements: what is bound to which name.

use lightflow_errors as errors;
use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{Attribute, Block, Expr, Local, Pat, Stmt, Type};

use super::branch::Wanted;
use super::{Lower, call, is_copy, pattern, text_of};
use crate::model::{Argument, Mode, Read, Share, StepKind, Wire, WireRef, WireTy};

impl Lower<'_> {
    /// Lowers the statements of a block; its last expression becomes the value of the body.
    pub fn block(&mut self, block: &Block, wants_value: bool) {
        let last = block.stmts.len().wrapping_sub(1);
        for (index, statement) in block.stmts.iter().enumerate() {
            match statement {
                Stmt::Local(local) => self.local_statement(local),
                Stmt::Expr(expr, None) if index == last => self.tail(expr, wants_value),
                Stmt::Expr(expr @ Expr::Return(it), _) if index == last => {
                    self.refuse(expr);
                    if let Some(value) = &it.expr {
                        if wants_value {
                            self.tail(value, true);
                        } else {
                            self.argument(value, true);
                        }
                    }
                }
                Stmt::Expr(expr, _) => self.statement(expr, statement),
                other => self.refuse_statement(other),
            }
        }
    }

    fn statement(&mut self, expr: &Expr, statement: &Stmt) {
        let expr = self.peel(expr.clone());
        match &expr {
            Expr::ForLoop(it) => drop(self.for_loop(it, &it.attrs, None, None)),
            Expr::If(_) | Expr::Match(_) => drop(self.branch(&expr, None, None, Wanted::Nothing)),
            expr if call::is_call(expr) => drop(self.call(expr, None, None)),
            _ => self.refuse_statement(statement),
        }
    }

    fn tail(&mut self, expr: &Expr, wants_value: bool) {
        let peeled = self.peel(expr.clone());
        let wire = match &peeled {
            Expr::ForLoop(it) => self.for_loop(it, &it.attrs, None, None),
            Expr::If(_) | Expr::Match(_) if wants_value => {
                let wanted = self.level().wanted.clone();
                self.branch(&peeled, None, None, Wanted::Value(wanted.as_ref()))
            }
            Expr::If(_) | Expr::Match(_) => self.branch(&peeled, None, None, Wanted::Nothing),
            expr if call::is_call(expr) => self.call(expr, None, None),
            expr => {
                let argument = self.argument(expr, true);
                self.level().tail = Some(argument);
                return;
            }
        };
        if !wants_value {
            return;
        }
        let span = call::head_span(&peeled);
        let argument = self.wire_argument(WireRef { up: 0, wire }, span, text_of(&peeled));
        self.level().tail = Some(argument);
    }

    fn local_statement(&mut self, local: &Local) {
        let (pattern, declared) = match &local.pat {
            Pat::Type(typed) => ((*typed.pat).clone(), Some((*typed.ty).clone())),
            pattern => (pattern.clone(), None),
        };
        let Some(init) = &local.init else {
            self.diags.error(
                errors::LET_WITHOUT_VALUE,
                local.let_token.span,
                "this `let` has no value",
                "give it one: `let name = step(..);`, or remove it",
            );
            return self.define_all_poisoned(&pattern);
        };
        if let Some((token, _)) = &init.diverge {
            self.diags.error(
                errors::PARTIAL_PATTERN,
                token.span,
                "`let` with `else` is not used in a workflow",
                "write a `match`",
            );
            let value = self.peel((*init.expr).clone());
            self.argument(&value, false);
            return self.define_all_poisoned(&pattern);
        }
        if let Pat::Ident(name) = &pattern
            && let Some(mutable) = &name.mutability
        {
            self.diags.error(
                errors::CHANGED_VALUE,
                mutable.span(),
                "a value of a workflow does not change",
                "remove `mut`",
            );
        }
        let value = self.peel((*init.expr).clone());
        if !matches!(value, Expr::ForLoop(_)) {
            self.refuse_attributes(&local.attrs);
        }
        if let Some(span) = pattern::leaves_out(&pattern) {
            let help = "write a `match` with an arm for each case";
            self.diags.error(errors::PARTIAL_PATTERN, span, "this pattern does not fit every value", help);
            if call::is_call(&value) {
                self.call(&value, None, None);
            }
            return self.define_all_poisoned(&pattern);
        }
        match pattern {
            Pat::Ident(name) if name.subpat.is_none() => {
                self.bind(&name.ident, declared, &local.attrs, value)
            }
            Pat::Wild(_) => drop(self.value(None, declared, &local.attrs, &value)),
            pattern => {
                let Some(wire) = self.value(None, declared, &local.attrs, &value) else {
                    return self.define_all_poisoned(&pattern);
                };
                self.split(&pattern, wire, call::head_span(&value));
            }
        }
    }

    fn bind(&mut self, name: &Ident, declared: Option<Type>, attributes: &[Attribute], value: Expr) {
        if let Expr::Path(path) = &value
            && let Some(other) = path.path.get_ident()
            && declared.is_none()
            && let super::scope::Meaning::Wire(WireRef { up: 0, wire }) = self.resolve(&other.to_string())
        {
            // A second name for the same value.
            return self.define(name, wire);
        }
        match self.value(Some(name), declared, attributes, &value) {
            Some(wire) => {
                let own = &mut self.level().wires[wire];
                own.name = name.to_string();
                own.span = name.span();
                own.variable = true;
                self.define(name, wire);
            }
            None => self.define_poisoned(name),
        }
    }

    /// Lowers the right side of a `let`; gives the wire of its value.
    fn value(
        &mut self,
        name: Option<&Ident>,
        declared: Option<Type>,
        attributes: &[Attribute],
        value: &Expr,
    ) -> Option<usize> {
        match value {
            Expr::ForLoop(it) => {
                let attributes: Vec<Attribute> = attributes.iter().chain(&it.attrs).cloned().collect();
                Some(self.for_loop(it, &attributes, name, declared))
            }
            Expr::If(_) | Expr::Match(_) => {
                let wanted = declared.clone();
                Some(self.branch(value, name, declared, Wanted::Value(wanted.as_ref())))
            }
            value if call::is_call(value) => Some(self.call(value, name, declared)),
            value => self.glue(name, declared, value),
        }
    }

    fn glue(&mut self, name: Option<&Ident>, declared: Option<Type>, value: &Expr) -> Option<usize> {
        let argument = self.argument(value, true);
        let Some(ty) = declared else {
            if !argument.refused {
                let (span, text) = match name {
                    Some(name) => (name.span(), format!("the type of `{name}` is not written")),
                    None => (value.span(), "the type of this value is not written".to_owned()),
                };
                self.diags.error(
                    errors::UNTYPED_VALUE,
                    span,
                    text,
                    "write it, as in `let name: u32 = ..`: only a step's output is known without",
                );
            }
            return None;
        };
        let poisoned = self.is_poisoned(&argument);
        let span = name.map_or_else(|| argument.span(), Ident::span);
        let wire = Wire {
            name: name.map_or_else(|| "value".to_owned(), Ident::to_string),
            span,
            ty: WireTy::Named(quote!(#ty)),
            mode: Mode::Owned,
            from: None,
            copy: is_copy(&ty),
            poisoned: false,
            variable: false,
        };
        let id = name.map_or_else(|| "value".to_owned(), Ident::to_string);
        let kind = StepKind::Glue(argument, Box::new(ty));
        Some(self.step(&id, span, kind, poisoned, vec![wire])[0])
    }

    /// Takes one value apart into several.
    pub fn split(&mut self, pattern: &Pat, wire: usize, span: Span) {
        let names = pattern::bound(pattern);
        let source_wire = WireRef { up: 0, wire };
        let (ty, poisoned) = {
            let source = self.wire(source_wire);
            (source.ty.witness(), source.poisoned)
        };
        let local = self.local("parts", span);
        let source = Read { wire: source_wire, share: Share::Bare, local };
        let wires = names
            .iter()
            .map(|name| Wire {
                name: name.to_string(),
                span: name.span(),
                ty: WireTy::Witness(part(&ty, pattern, name, span)),
                mode: Mode::Owned,
                from: None,
                copy: false,
                poisoned,
                variable: true,
            })
            .collect();
        let kind = StepKind::Split { source, pattern: Box::new(pattern.clone()), names: names.clone() };
        let written = self.step("parts", span, kind, poisoned, wires);
        for (name, wire) in names.iter().zip(written) {
            self.define(name, wire);
        }
    }

    fn define_all_poisoned(&mut self, pattern: &Pat) {
        pattern::bound(pattern).iter().for_each(|name| self.define_poisoned(name));
    }

    /// A name that stands for what was refused: steps that read it are not checked.
    pub fn define_poisoned(&mut self, name: &Ident) {
        let wire = Wire {
            name: name.to_string(),
            span: name.span(),
            ty: WireTy::Unknown,
            mode: Mode::Owned,
            from: None,
            copy: false,
            poisoned: true,
            variable: false,
        };
        let wire = self.param(wire);
        self.define(name, wire);
    }

    /// Whether a step cannot be checked, because what it reads is refused, or what a refused one would have given.
    pub fn is_poisoned(&self, argument: &Argument) -> bool {
        argument.refused || argument.reads.iter().any(|read| self.wire(read.wire).poisoned)
    }

    /// Takes `.await`, `?` and parentheses off, with a word about the first two.
    pub fn peel(&mut self, expr: Expr) -> Expr {
        match expr {
            Expr::Await(it) => {
                self.refuse_await(it.await_token.span);
                self.peel(*it.base)
            }
            Expr::Try(it) => {
                self.refuse_try(it.question_token.span);
                self.peel(*it.expr)
            }
            Expr::Paren(it) => self.peel(*it.expr),
            Expr::Group(it) => self.peel(*it.expr),
            other => other,
        }
    }
}

/// The type of what `pattern` binds to `name` in a value of type `ty`.
pub fn part(
    ty: &proc_macro2::TokenStream,
    pattern: &Pat,
    name: &Ident,
    span: Span,
) -> proc_macro2::TokenStream {
    let value = Ident::new("value", span);
    quote!(__lf::part(#ty, |#value| { let #pattern = #value; #name }))
}
