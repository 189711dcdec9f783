//! One option in an attribute: `name`, `name = value` or `name(..)`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Token, parenthesized};

/// A name, and the value after `=` or the list in parentheses if there is one.
pub struct Setting<V> {
    pub name: Ident,
    pub value: Option<V>,
    pub list: Option<TokenStream>,
}

impl<V: ToTokens> Setting<V> {
    /// What is given, to compare it.
    pub fn given(&self) -> String {
        let (value, list) = (&self.value, &self.list);
        quote!(#value #list).to_string()
    }

    /// `retry = 3` of what is written as `retry(3)`.
    pub fn with_equals(&self) -> Option<String> {
        let mut list = self.list.clone()?.into_iter();
        match (list.next()?, list.next()) {
            (proc_macro2::TokenTree::Literal(value), None) => Some(format!("{} = {value}", self.name)),
            _ => None,
        }
    }
}

impl<V: Parse> Parse for Setting<V> {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let mut list = None;
        let value = if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            list = Some(content.parse()?);
            None
        } else if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { name, value, list })
    }
}
