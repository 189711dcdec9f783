//! The `'static` data of a declaration.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, ExprRange, RangeLimits, Type};

use super::{argument, limits};
use crate::lower::{text_of, text_of_type};
use crate::syntax::{Function, Param, Passing};

/// `&[PortSpec { .. }, ..]`
pub fn port_specs(params: &[Param]) -> TokenStream {
    let specs = params.iter().map(|param| {
        let name = bare_name(&param.name);
        let (doc, by_ref) = (&param.doc, param.passing == Passing::Borrow);
        let ty = type_spec(&param.owned, &text_of_type(&param.ty));
        let default = match &param.options.default {
            Some(default) => {
                let text = text_of(default);
                let value = default_fn(&param.name);
                let literal = argument::of_declaration(default);
                quote!(::core::option::Option::Some(__lf::DefaultSpec {
                    text: #text, json: || __lf::Port::to_json(&#value()), literal: #literal,
                }))
            }
            None => quote!(::core::option::Option::None),
        };
        let range = range_spec(param);
        let choices = choice_specs(param);
        let unit = option(param.options.unit.as_ref().map(|unit| quote!(#unit)));
        let limits = limits::fields(param);
        quote! {
            __lf::PortSpec {
                name: #name, doc: #doc, ty: #ty, by_ref: #by_ref, default: #default, range: #range,
                choices: #choices, unit: #unit, #limits,
            }
        }
    });
    quote!(&[#(#specs),*])
}

/// The functions that compute defaults; the user's expression is checked against the port's type there.
pub fn default_fns(params: &[Param]) -> TokenStream {
    params
        .iter()
        .filter_map(|param| {
            let default = param.options.default.as_ref()?;
            let (name, ty) = (default_fn(&param.name), &param.owned);
            let value = value_of(default, ty);
            Some(quote!(fn #name() -> #ty { let value: #ty = #value; value }))
        })
        .collect()
}

/// A declared value; a text literal becomes whatever text the port holds.
fn value_of(value: &Expr, ty: &Type) -> TokenStream {
    match value {
        Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_)) && holds_text(ty) => {
            quote_spanned!(literal.span() => ::core::convert::Into::into(#literal))
        }
        other => quote!(#other),
    }
}

pub fn default_fn(name: &Ident) -> Ident {
    format_ident!("__default_{}", bare_name(name))
}

/// A name without `r#`.
pub fn bare_name(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// `<T as Port>::TYPE`: a type that is no port is reported here, at the type.
pub fn type_spec(ty: &Type, text: &str) -> TokenStream {
    quote_spanned!(ty.span() => <#ty as __lf::Port>::TYPE.called(#text))
}

pub fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// Types that a text literal is turned into; others take it as it is, or not at all.
pub fn holds_text(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "String" || last.ident == "PathBuf")
}

fn is_float(ty: &Type) -> bool {
    let ty = item_type(ty).unwrap_or(ty);
    matches!(ty, Type::Path(path) if path.path.is_ident("f32") || path.path.is_ident("f64"))
}

/// The `T` of `Vec<T>` and `Option<T>`: a range is about each of them.
pub fn item_type(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Vec" || last.ident == "Option")?;
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}

fn range_spec(param: &Param) -> TokenStream {
    let Some(range) = &param.options.range else {
        return quote!(::core::option::Option::None);
    };
    let text = range_text(range);
    let float = is_float(&param.owned);
    let bound = |end: &Option<Box<Expr>>| {
        option(end.as_ref().map(|end| {
            if float {
                quote!(__lf::Bound::Float((#end) as f64))
            } else {
                quote!(__lf::Bound::Int((#end) as i128))
            }
        }))
    };
    let (min, max) = (bound(&range.start), bound(&range.end));
    let excluded = matches!(range.limits, RangeLimits::HalfOpen(_)) && range.end.is_some();
    quote!(::core::option::Option::Some(__lf::RangeSpec { text: #text, min: #min, max: #max, max_excluded: #excluded }))
}

/// `16..=8192`, without the spaces that tokens have between them.
pub fn range_text(range: &ExprRange) -> String {
    text_of(range).replace(' ', "")
}

fn choice_specs(param: &Param) -> TokenStream {
    let Some(choices) = &param.options.choices else {
        return quote!(&[]);
    };
    let ty = &param.owned;
    let specs = choices.elems.iter().map(|choice| {
        let text = text_of(choice);
        let value = value_of(choice, ty);
        let literal = argument::of_declaration(choice);
        quote! {
            __lf::DefaultSpec {
                text: #text, json: || { let value: #ty = #value; __lf::Port::to_json(&value) }, literal: #literal,
            }
        }
    });
    quote!(&[#(#specs),*])
}

/// Where the item is.
pub fn source(span: Span) -> TokenStream {
    let line = Literal::usize_unsuffixed(span.start().line);
    quote!(__lf::Source { file: ::core::file!(), line: #line })
}

/// `crate/name`, or what the item says.
pub fn id(name: &Ident, given: Option<&str>) -> TokenStream {
    match given {
        Some(id) => quote!(#id),
        None => {
            let name = bare_name(name);
            quote!(::core::concat!(::core::env!("CARGO_CRATE_NAME"), "/", #name))
        }
    }
}

/// The struct that has the function's name and its ports as fields.
pub fn inputs_struct(function: &Function, kind: &str) -> TokenStream {
    let (name, vis) = (&function.name, &function.item.vis);
    let doc = format!("Inputs of the `{}` {kind}.", bare_name(name));
    let life = life(function);
    let fields = function.params.iter().map(|param| {
        let (name, ty) = (&param.name, field_ty(param));
        let doc =
            if param.doc.is_empty() { format!("The port `{}`.", bare_name(name)) } else { param.doc.clone() };
        quote!(#[doc = #doc] pub #name: #ty)
    });
    // rustc shows the declaration where the function is, and not the attribute; lints would take it for the user's own.
    let signature = &function.item.sig;
    let declared = quote_spanned!(signature.fn_token.span => struct);
    let mut fields = Group::new(Delimiter::Brace, quote!(#(#fields),*));
    fields.set_span(signature.paren_token.span.join());
    quote! {
        #[doc = #doc]
        #[allow(
            clippy::all, clippy::pedantic, clippy::restriction, clippy::nursery, missing_copy_implementations,
            missing_debug_implementations, non_camel_case_types, single_use_lifetimes, unnameable_types, unreachable_pub,
            unused
        )]
        #vis #declared #name #life #fields
    }
}

/// `<'port>` when a port is borrowed.
pub fn life(function: &Function) -> TokenStream {
    if function.borrows() { quote!(<'port>) } else { quote!() }
}

pub fn field_ty(param: &Param) -> TokenStream {
    let ty = &param.ty;
    match param.passing {
        Passing::Value => quote!(#ty),
        Passing::Borrow => quote!(&'port #ty),
    }
}

/// How generated code makes the inputs: all ports in order, or some of them and defaults for the rest.
pub fn inputs_impl(function: &Function) -> TokenStream {
    let (name, life) = (&function.name, life(function));
    let span = name.span();
    let names: Vec<&Ident> = function.params.iter().map(|param| &param.name).collect();
    let types: Vec<TokenStream> = function.params.iter().map(field_ty).collect();
    let all = Ident::new("ports", span);
    let setters = function.params.iter().zip(&types).map(|(param, ty)| {
        let name = &param.name;
        quote!(pub fn #name(mut self, #name: #ty) -> Self { self.#name = ::core::option::Option::Some(#name); self })
    });
    let empty = function.params.iter().map(|param| {
        let name = &param.name;
        match (&param.options.default, param.passing) {
            (Some(_), Passing::Value) => {
                let default = default_fn(name);
                quote!(#name: ::core::option::Option::Some(#default()))
            }
            (Some(default), Passing::Borrow) => {
                quote!(#name: ::core::option::Option::Some(#default))
            }
            (None, _) => quote!(#name: ::core::option::Option::None),
        }
    });
    quote! {
        impl #life #name #life {
            #[doc(hidden)]
            pub fn #all(#(#names: #types),*) -> Self { Self { #(#names),* } }
        }
        impl #life __lf::Fill for #name #life {
            type Filling = __Filling #life;
            fn filling() -> Self::Filling { __Filling { #(#empty),* } }
        }
        pub struct __Filling #life { #(#names: ::core::option::Option<#types>),* }
        impl #life __Filling #life {
            #(#setters)*
            pub fn __filled(self) -> #name #life {
                #name { #(#names: self.#names.expect("every port without a default is given")),* }
            }
        }
    }
}

/// The names of ports without a default.
pub fn required(params: &[Param]) -> TokenStream {
    let names =
        params.iter().filter(|param| param.options.default.is_none()).map(|param| bare_name(&param.name));
    quote!(&[#(#names),*])
}
