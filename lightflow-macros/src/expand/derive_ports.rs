//! `#[derive(Ports)]`: the outputs of a node as a struct.

use lightflow_errors as errors;
use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields};

use super::derive_port;
use crate::diag::Diagnostics;
use crate::fingerprint::fingerprint;

pub fn ports(item: TokenStream) -> TokenStream {
    let tokens = fingerprint(item.clone()) as u64;
    let mut input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut diags = Diagnostics::default();
    let named = matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Named(_)));
    if !named {
        let message = "outputs need names";
        diags.error(
            errors::PORT_TYPE_FORM,
            input.ident.span(),
            message,
            "name its parts, as in `struct Name { image: Image, mask: Mask }`",
        );
        return diags.into_tokens();
    }
    let span = input.span();
    input.attrs.push(syn::parse_quote_spanned!(span => #[__several_outputs]));
    let codec = derive_port::implementation(&input, tokens, &mut diags);
    let errors = diags.into_tokens();
    quote!(#codec #errors)
}
