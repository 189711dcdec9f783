//! `for item in list { .. }`: a body for every item, and the list of results in order.

use lightflow_errors as errors;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, ExprForLoop, Pat, Type};

use super::{Lower, text_of};
use crate::diag::Diagnostics;
use crate::model::{MapOver, Mode, StepKind, Tail, Wire, WireTy};

impl Lower<'_> {
    /// Lowers a `for`; gives the wire of its list of results.
    pub fn for_loop(
        &mut self,
        it: &ExprForLoop,
        attributes: &[Attribute],
        name: Option<&Ident>,
        declared: Option<Type>,
    ) -> usize {
        let concurrency = concurrency(attributes, self.diags);
        if let Some(label) = &it.label {
            self.diags.error(
                errors::LABEL,
                label.name.span(),
                "a `for` of a workflow has no label",
                "remove it",
            );
        }
        let list = self.peel((*it.expr).clone());
        let (lent, inner) = match &list {
            Expr::Reference(reference) => (true, self.peel((*reference.expr).clone())),
            _ => (false, list.clone()),
        };
        let mut list_argument = self.argument(&inner, !lent);
        let list_span = list_argument.span();
        let one_wire = list_argument.bare.then(|| list_argument.reads[0].wire);
        let mut poisoned = self.is_poisoned(&list_argument);
        let list_ty = match one_wire {
            Some(wire) if !poisoned => Some(self.wire(wire).ty.witness()),
            Some(_) => None,
            None => {
                if is_unknown(&inner) {
                    self.unknown.push(list_argument.clone());
                } else if !poisoned {
                    let help = match &inner {
                        Expr::Range(range) => {
                            let range = text_of(range).replace(' ', "");
                            format!("bind the list first: `let items: Vec<u32> = ({range}).collect();`")
                        }
                        _ => "bind the list first: `let items: Vec<..> = ..;`".to_owned(),
                    };
                    self.diags.error(
                        errors::UNNAMED_LIST,
                        list_span,
                        "`for` runs over a value with a name",
                        help,
                    );
                }
                poisoned = true;
                None
            }
        };
        // A list that is lent already, such as `for photo in photos` with `photos: &Vec<..>`, lends its items.
        let lent = lent || one_wire.is_some_and(|wire| self.wire(wire).mode == Mode::Lent);
        list_argument.text = text_of(&list);

        self.open(&it.body.stmts);
        let mode = if lent { Mode::Lent } else { Mode::Owned };
        let mut item = Wire {
            name: "item".into(),
            span: it.pat.span(),
            ty: list_ty.map_or(WireTy::Unknown, |list| WireTy::Witness(item_of(&list, list_span, lent))),
            mode,
            from: None,
            copy: false,
            poisoned,
            variable: false,
        };
        match &*it.pat {
            Pat::Ident(pattern) if pattern.subpat.is_none() => {
                item.name = pattern.ident.to_string();
                item.span = pattern.ident.span();
                item.variable = true;
                self.param(item);
            }
            Pat::Wild(_) => drop(self.param(item)),
            pattern => {
                let wire = self.param(item);
                if lent {
                    let help =
                        "take it apart inside: `let (a, b) = item.clone();`, or run over the list itself";
                    self.diags.error(
                        errors::LENT_ITEM,
                        pattern.span(),
                        "a lent item cannot be taken apart here",
                        help,
                    );
                }
                self.split(pattern, wire, pattern.span());
            }
        }
        self.block(&it.body, true);
        let body = self
            .close(format!("for {} in {}", text_of(&it.pat), list_argument.text), super::end_of(&it.body));

        let result = match &declared {
            Some(list) => WireTy::Named(quote!(<#list as ::core::iter::IntoIterator>::Item)),
            None => self.tail_ty(&body.tail, &body),
        };
        if matches!(result, WireTy::Unknown) && !poisoned && self.diags.is_empty() {
            let message = "the type of this `for`'s values is not known";
            self.diags.error(
                errors::UNTYPED_VALUE,
                body.tail.span,
                message,
                "write the type of the list: `let name: Vec<..> = for ..`",
            );
        }
        let ty = match (&declared, &result) {
            (Some(list), _) => WireTy::Named(quote!(#list)),
            (None, WireTy::Unknown) => WireTy::Unknown,
            (None, item) => {
                let item = item.witness();
                WireTy::Witness(quote!(__lf::list(#item)))
            }
        };
        let wire = Wire {
            name: name.map_or_else(|| "list".into(), Ident::to_string),
            span: it.for_token.span,
            poisoned: matches!(ty, WireTy::Unknown),
            ty,
            mode: Mode::Owned,
            from: None,
            copy: false,
            variable: false,
        };
        let text = list_argument.text.clone();
        let over = if lent { MapOver::Lent(list_argument) } else { MapOver::Owned(list_argument) };
        let kind = StepKind::Map { over, body: Box::new(body), concurrency, text };
        let id = name.map_or_else(|| "for".into(), Ident::to_string);
        self.step(&id, it.for_token.span, kind, poisoned, vec![wire])[0]
    }

    /// The type that a body gives, as far as it can be told without rustc.
    pub fn tail_ty(&self, tail: &Tail, body: &crate::model::Body) -> WireTy {
        let Some(value) = &tail.value else {
            return WireTy::Named(quote!(()));
        };
        let of = |read: &crate::model::Read| match read.wire.up {
            0 => body.wires[read.wire.wire].ty.clone(),
            up => self.wire(crate::model::WireRef { up: up - 1, wire: read.wire.wire }).ty.clone(),
        };
        match (&value.expr, &value.reads[..]) {
            _ if value.refused => WireTy::Unknown,
            (_, [read]) if value.bare => of(read),
            (Expr::Tuple(tuple), reads)
                if tuple.elems.len() == reads.len()
                    && tuple.elems.iter().all(|item| matches!(item, Expr::Path(_))) =>
            {
                let types: Option<Vec<TokenStream>> = reads
                    .iter()
                    .map(|read| match of(read) {
                        WireTy::Named(ty) => Some(ty),
                        _ => None,
                    })
                    .collect();
                types.map_or(WireTy::Unknown, |types| WireTy::Named(quote!((#(#types,)*))))
            }
            (Expr::Lit(literal), _) => match &literal.lit {
                syn::Lit::Bool(_) => WireTy::Named(quote!(bool)),
                _ => WireTy::Unknown,
            },
            _ => WireTy::Unknown,
        }
    }
}

/// The type of a list's items: rustc's own word on what is no list.
pub fn item_of(list: &TokenStream, span: Span, lent: bool) -> TokenStream {
    let value = Ident::new("list", span);
    let items = collect(&value, span);
    let first = quote!(__lf::first_of(#items));
    let part = if lent { quote!(part_ref) } else { quote!(part) };
    quote!(__lf::#part(#list, |#value| #first))
}

/// The items of a list, in the words in which rustc refuses what is none: the same everywhere, so that it is said once.
pub fn collect(list: &Ident, span: Span) -> TokenStream {
    quote_spanned!(span => ::std::vec::Vec::from_iter(#list))
}

impl WireTy {
    /// The witness of what a lending wire points to.
    pub fn lent_witness(&self) -> TokenStream {
        match self {
            Self::Borrowed { lent, .. } => quote!(__lf::Ty::<#lent>::NEW),
            other => other.witness(),
        }
    }

    /// An expression of type `Ty<T>`.
    pub fn witness(&self) -> TokenStream {
        match self {
            Self::Named(ty) | Self::Borrowed { owned: ty, .. } => quote!(__lf::Ty::<#ty>::NEW),
            Self::Witness(witness) => witness.clone(),
            Self::Unknown => quote!(__lf::Ty::<()>::NEW),
        }
    }
}

/// Whether an expression that is no wire is a name all the same, as a variable would have.
pub fn is_unknown(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.get_ident().is_some_and(|name| !name.to_string().starts_with(char::is_uppercase)))
}

fn concurrency(attributes: &[Attribute], diags: &mut Diagnostics) -> Option<TokenStream> {
    let mut found = None;
    for attribute in attributes {
        if !attribute.path().is_ident("concurrency") {
            let name = text_of(attribute.path());
            let message = format!("`{name}` means nothing in a workflow");
            diags.error(
                errors::STEP_ATTRIBUTE,
                attribute.path().span(),
                message,
                "use `#[concurrency(4)]`, or remove it",
            );
            continue;
        }
        let given = attribute.parse_args::<Expr>();
        match &given {
            Ok(Expr::Lit(literal)) if matches!(&literal.lit, syn::Lit::Int(count) if count.base10_digits() != "0") =>
            {
                found = Some(quote!(#literal));
            }
            _ => {
                let span = given.as_ref().map_or(attribute.path().span(), Expr::span);
                let help = "write a number, as in `#[concurrency(4)]`";
                diags.error(errors::CONCURRENCY, span, "`concurrency` needs a number from 1", help);
            }
        }
    }
    found
}
