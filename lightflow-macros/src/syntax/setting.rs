//! One option in an attribute: `name` or `name = value`.

use proc_macro2::Ident;
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};

/// A name, and the value after `=` if there is one.
pub struct Setting<V> {
    pub name: Ident,
    pub value: Option<V>,
}

impl<V: Parse> Parse for Setting<V> {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { name, value })
    }
}
