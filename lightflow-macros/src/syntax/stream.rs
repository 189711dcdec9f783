//! `impl Stream<Item = T>`: what a node reads or gives one after another.

use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type, TypeParamBound, parse_quote_spanned};

/// A node that gives a stream.
#[derive(Debug)]
pub struct Given {
    /// The error of its items, when they are `Result`s.
    pub error: Option<Type>,
}

/// The type of the items, if this is `impl Stream<Item = T>`.
pub fn item(ty: &Type) -> Option<&Type> {
    let Type::ImplTrait(ty) = ty else { return None };
    ty.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last().filter(|last| last.ident == "Stream")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
            _ => None,
        })
    })
}

/// The port that carries these items, at the place of `ty`.
pub fn port(ty: &Type, item: &Type) -> Type {
    parse_quote_spanned!(ty.span()=> ::lightflow::ItemStream<#item>)
}

/// Whether a port carries a stream.
pub fn is_port(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "ItemStream"))
}
