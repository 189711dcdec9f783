//! `if`/`else` and `match`: arms of which one runs.

use lightflow_errors as errors;
use proc_macro2::Ident;
use quote::quote;
use syn::{Block, Expr, Stmt, Type, parse_quote};

use super::written::{Written, joined_lets, written_match};
use super::{Lower, pattern};
use crate::model::{Argument, Arm, Branch, Mode, Read, Share, StepKind, Wire, WireTy};

/// What the place of a branch wants of its arms.
pub enum Wanted<'t> {
    Nothing,
    /// A value, of this type if it is written.
    Value(Option<&'t Type>),
}

impl Lower<'_> {
    /// Lowers a branch; gives the wire of its value.
    pub fn branch(
        &mut self,
        expr: &Expr,
        name: Option<&Ident>,
        declared: Option<Type>,
        wanted: Wanted<'_>,
    ) -> usize {
        let (wants_value, wanted) = match wanted {
            Wanted::Nothing => (false, None),
            Wanted::Value(ty) => (true, ty.filter(|ty| **ty != parse_quote!(()))),
        };
        let one_armed = wants_value && matches!(expr, Expr::If(it) if it.else_branch.is_none());
        let wanted = wanted.filter(|_| !one_armed);
        let (span, scrutinee, text, arms) = match expr {
            Expr::If(it) => self.written_if(it, wants_value),
            Expr::Match(it) => written_match(it),
            _ => unreachable!("only branches are lowered here"),
        };
        let binds =
            arms.iter().any(|arm| arm.pattern.as_ref().is_some_and(|it| !pattern::bound(it).is_empty()));
        let (scrutinee, source) = self.scrutinee(&scrutinee, binds);
        let mut poisoned = self.is_poisoned(&scrutinee);
        poisoned |= source.as_ref().is_some_and(|source| self.wire(source.wire).poisoned);
        poisoned |= binds && source.is_none();

        let mut lowered: Vec<Arm> = arms
            .into_iter()
            .map(|arm| self.arm(arm, source.as_ref(), poisoned, wants_value, wanted))
            .collect();
        self.own_what_arms_move(&mut lowered);

        let ty = match (&declared, wants_value) {
            _ if one_armed => WireTy::Unknown,
            (_, false) => WireTy::Named(quote!(())),
            (Some(ty), true) => WireTy::Named(quote!(#ty)),
            (None, true) => {
                // An arm without a last expression is more likely the wrong one.
                let (giving, others): (Vec<&Arm>, Vec<&Arm>) =
                    lowered.iter().partition(|arm| arm.body.tail.value.is_some());
                let types = giving.iter().chain(&others).map(|arm| self.tail_ty(&arm.body.tail, &arm.body));
                types.into_iter().find(|ty| !matches!(ty, WireTy::Unknown)).unwrap_or(WireTy::Unknown)
            }
        };
        if matches!(ty, WireTy::Unknown) && !poisoned && self.diags.is_empty() {
            let message = "the type of this branch's value is not known";
            self.diags.error(errors::UNTYPED_VALUE, span, message, "write it: `let name: Type = ..`");
        }
        let wire = Wire {
            name: name.map_or_else(|| "value".into(), Ident::to_string),
            span,
            poisoned: matches!(ty, WireTy::Unknown),
            ty: ty.clone(),
            mode: Mode::Owned,
            from: None,
            copy: declared.as_ref().is_some_and(super::is_copy),
            variable: false,
        };
        let id = name.map_or_else(|| text.split(' ').next().unwrap_or("if").to_owned(), Ident::to_string);
        let kind = StepKind::Branch(Branch { text, scrutinee, arms: lowered, ty, source });
        self.step(&id, span, kind, poisoned, vec![wire])[0]
    }

    /// An arm ends without the value that its place wants.
    fn refuse_no_value(&mut self, block: &Block, ty: &Type) {
        let (span, help) = match block.stmts.last() {
            Some(Stmt::Expr(_, Some(semicolon))) => (semicolon.span, "remove this `;`".to_owned()),
            _ => (
                super::end_of(block),
                format!("end it with a value of the type `{}`", super::text_of_type(ty)),
            ),
        };
        self.diags.error(errors::BRANCH_WITHOUT_VALUE, span, "this branch gives no value", help);
        let refused = self.argument(&parse_quote!(()), true);
        self.level().tail = Some(Argument { refused: true, ..refused });
    }

    /// What is decided on, and the wire that patterns take apart if they bind names.
    fn scrutinee(&mut self, expr: &Expr, binds: bool) -> (Argument, Option<Read>) {
        if let Some(it) = joined_lets(expr).first() {
            self.refuse(&Expr::Let((*it).clone()));
            let refused = self.argument(&parse_quote!(true), false);
            return (Argument { refused: true, ..refused }, None);
        }
        if !binds {
            return (self.argument(expr, false), None);
        }
        let expr = self.peel(expr.clone());
        let (lent, inner) = match &expr {
            Expr::Reference(reference) => (true, self.peel((*reference.expr).clone())),
            other => (false, other.clone()),
        };
        let argument = self.argument(&inner, false);
        if !argument.bare {
            if super::map::is_unknown(&inner) {
                self.unknown.push(argument.clone());
            } else if !self.is_poisoned(&argument) {
                let help = "bind it first: `let name: Type = ..;`";
                self.diags.error(
                    errors::UNNAMED_SCRUTINEE,
                    argument.span(),
                    "patterns that bind names take a value with a name apart",
                    help,
                );
            }
            return (argument, None);
        }
        let read = argument.reads[0].clone();
        let lent = lent || self.wire(read.wire).mode == Mode::Lent;
        let local = self.local("matched", argument.span());
        let share = if lent { Share::Borrow } else { Share::Bare };
        (argument, Some(Read { share, local, ..read }))
    }

    fn arm(
        &mut self,
        written: Written,
        source: Option<&Read>,
        poisoned: bool,
        wants_value: bool,
        wanted: Option<&Type>,
    ) -> Arm {
        let bound = written.pattern.as_ref().map(pattern::bound).unwrap_or_default();
        let guard = written.guard.as_ref().map(|guard| self.argument_with(guard, false, &bound));
        let source_ty = source.map(|source| (self.wire(source.wire).ty.witness(), source.share));
        self.open(&written.block.stmts);
        self.level().wanted = wanted.cloned();
        for name in &bound {
            let (ty, mode) = match (&source_ty, &written.pattern) {
                (Some((ty, share)), Some(pattern)) => {
                    let value = Ident::new("value", source.map_or(name.span(), |source| source.local.span()));
                    let never = quote!(#[allow(unreachable_patterns)] _ => loop {});
                    match share {
                        Share::Bare => (
                            quote!(__lf::part(#ty, |#value| match #value { #pattern => #name, #never })),
                            Mode::Owned,
                        ),
                        Share::Borrow => (
                            quote!(__lf::part_ref(#ty, |#value| match #value { #pattern => #name, #never })),
                            Mode::Lent,
                        ),
                    }
                }
                _ => (WireTy::Unknown.witness(), Mode::Owned),
            };
            self.param(Wire {
                name: name.to_string(),
                span: name.span(),
                ty: WireTy::Witness(ty),
                mode,
                from: None,
                copy: false,
                poisoned,
                // A name that only the guard reads is read.
                variable: guard.is_none(),
            });
        }
        let before = self.diags.count();
        self.block(&written.block, wants_value);
        let silent = self.level().tail.is_none() && self.diags.count() == before;
        if let Some(ty) = wanted.filter(|_| silent) {
            self.refuse_no_value(&written.block, ty);
        }
        let body = self.close(written.name, super::end_of(&written.block));
        Arm { end: written.end, pattern: written.pattern, guard, bound, owned: Vec::new(), body }
    }
}
