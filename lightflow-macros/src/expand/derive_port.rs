//! `#[derive(Port)]`: a schema and a codec from the shape of a type.

use lightflow_errors as errors;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Expr, Fields, LitStr, Path};

use super::{scoped, spec};
use crate::diag::Diagnostics;
use crate::fingerprint::fingerprint;
use crate::names;
use crate::syntax::docs;

/// `#[port(handle)]`, `#[port(media = "image/png", encode = path, decode = path)]`.
#[derive(Default)]
struct Options {
    handle: bool,
    media: Option<String>,
    encode: Option<Path>,
    decode: Option<Path>,
}

pub fn port(item: TokenStream) -> TokenStream {
    let mut diags = Diagnostics::default();
    let tokens = fingerprint(item.clone()) as u64;
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let codec = implementation(&input, tokens, &mut diags);
    let errors = diags.into_tokens();
    quote!(#codec #errors)
}

/// The impl of `Port`; also that of a struct of outputs.
///
/// `tokens` is the fingerprint of its tokens.
pub fn implementation(input: &DeriveInput, tokens: u64, diags: &mut Diagnostics) -> TokenStream {
    let name = &input.ident;
    let options = options(input, diags);
    let families = families(input);
    if let Some(parameter) = input.generics.params.first()
        && (families.is_empty() || !(options.handle || options.encode.is_some()))
    {
        let help =
            "write one type for each use, or `<F: Family>` on a handle or a type with `encode` and `decode`";
        diags.error(
            errors::PORT_TYPE_FORM,
            parameter.span(),
            "a port type has no generic parameters but families",
            help,
        );
        return quote!();
    }
    let text = name.to_string();
    let doc = docs(&input.attrs);
    let codec = if options.handle {
        handle(&text, tokens)
    } else if let (Some(encode), Some(decode)) = (&options.encode, &options.decode) {
        bytes(&text, tokens, &options, encode, decode)
    } else {
        match &input.data {
            Data::Struct(data) => structure(&text, tokens, &doc, &data.fields, diags),
            Data::Enum(data) => enumeration(&text, tokens, &doc, data, diags),
            Data::Union(data) => {
                diags.error(
                    errors::PORT_TYPE_FORM,
                    data.union_token.span,
                    "a union is no port type",
                    "write a struct or an enum",
                );
                refused()
            }
        }
    };
    let outputs = outputs(input);
    let source = spec::source(name.span());
    let id = spec::id(name, None);
    if !families.is_empty() {
        let (impl_generics, generics, bounds) = input.generics.split_for_impl();
        return scoped(&quote! {
            impl #impl_generics __lf::Port for #name #generics #bounds {
                fn name() -> ::std::borrow::Cow<'static, str> {
                    ::std::borrow::Cow::Owned(__lf::of_families(#text, &[#(<#families as __lf::Family>::NAME),*]))
                }
                #outputs
                #codec
            }
        });
    }
    scoped(&quote! {
        impl __lf::Port for #name {
            fn name() -> ::std::borrow::Cow<'static, str> { ::std::borrow::Cow::Borrowed(#text) }
            #outputs
            #codec
        }
        static __TYPE: __lf::TypeAsset =
            __lf::TypeAsset { id: #id, doc: #doc, ty: <#name as __lf::Port>::TYPE.called(#text), source: #source };
        __lf::inventory::submit! { __lf::Asset::Type(&__TYPE) }
    })
}

/// The parameters, if all of them are families.
fn families(input: &DeriveInput) -> Vec<&syn::Ident> {
    let family = |bound: &syn::TypeParamBound| match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| last.ident == "Family")
        }
        _ => false,
    };
    let parameters = input.generics.params.iter();
    let all = parameters.map(|parameter| match parameter {
        syn::GenericParam::Type(parameter) if parameter.bounds.iter().any(family) => Some(&parameter.ident),
        _ => None,
    });
    all.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The fields as outputs of their own, for `#[derive(Ports)]`.
fn outputs(input: &DeriveInput) -> TokenStream {
    let several = input.attrs.iter().any(|attribute| attribute.path().is_ident("__several_outputs"));
    let Data::Struct(data) = &input.data else {
        return quote!();
    };
    if !several {
        return quote!();
    }
    let outputs = data.fields.iter().filter_map(|field| {
        let name = spec::bare_name(field.ident.as_ref()?);
        let ty = spec::type_spec(&field.ty, &crate::lower::text_of_type(&field.ty));
        Some(quote!(__lf::OutputSpec { name: #name, ty: #ty }))
    });
    quote!(const OUTPUTS: &'static [__lf::OutputSpec] = &[#(#outputs),*];)
}

fn options(input: &DeriveInput, diags: &mut Diagnostics) -> Options {
    const KNOWN: &[&str] = &["decode", "encode", "handle", "media"];
    let mut options = Options::default();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("port")) {
        let mut half = attribute.span();
        let parsed = attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            match name.as_str() {
                "handle" => options.handle = true,
                "media" => options.media = Some(meta.value()?.parse::<LitStr>()?.value()),
                "encode" => {
                    half = meta.path.span();
                    options.encode = Some(meta.value()?.parse()?);
                }
                "decode" => {
                    half = meta.path.span();
                    options.decode = Some(meta.value()?.parse()?);
                }
                _ => {
                    let text = format!("a port type has no option `{name}`");
                    diags.error(errors::UNKNOWN_OPTION, meta.path.span(), text, names::suggest(&name, KNOWN));
                    if meta.input.peek(syn::Token![=]) {
                        meta.value()?.parse::<Expr>()?;
                    }
                }
            }
            Ok(())
        });
        if let Err(error) = parsed {
            diags.syntax(errors::OPTION_SYNTAX, error);
        }
        if options.encode.is_some() != options.decode.is_some() {
            let help = "write both, as in `encode = write, decode = read`";
            diags.error(errors::OPTION_CLASH, half, "`encode` and `decode` come together", help);
        }
    }
    options
}

/// The codec of a type that is refused: it is a port all the same, for what uses it.
fn refused() -> TokenStream {
    quote! {
        fn schema(_: &mut __lf::SchemaGenerator) -> __lf::Schema { ::core::unreachable!() }
        fn to_json(&self) -> ::core::result::Result<__lf::Value, __lf::CodecError> { ::core::unreachable!() }
        fn from_json(_: __lf::Value) -> ::core::result::Result<Self, __lf::CodecError> { ::core::unreachable!() }
    }
}

fn handle(text: &str, tokens: u64) -> TokenStream {
    quote! {
        const LAYOUT: u64 = #tokens;
        const STORAGE: __lf::Storage = __lf::Storage::Handle;
        fn schema(_: &mut __lf::SchemaGenerator) -> __lf::Schema { __lf::handle_schema(#text) }
        fn to_json(&self) -> ::core::result::Result<__lf::Value, __lf::CodecError> {
            ::core::result::Result::Err(__lf::CodecError::handle(#text))
        }
        fn from_json(_: __lf::Value) -> ::core::result::Result<Self, __lf::CodecError> {
            ::core::result::Result::Err(__lf::CodecError::handle(#text))
        }
    }
}

fn bytes(text: &str, tokens: u64, options: &Options, encode: &Path, decode: &Path) -> TokenStream {
    let media = options.media.as_deref().unwrap_or("application/octet-stream");
    quote! {
        const LAYOUT: u64 = #tokens;
        fn write(&self, __out: &mut __lf::Writer<'_>) -> ::core::result::Result<(), __lf::CodecError> {
            __lf::write_bytes(__out, #encode(self))
        }
        fn read(__input: &mut __lf::Reader) -> ::core::result::Result<Self, __lf::CodecError> {
            #decode(&__input.blob()?).map_err(|error| __lf::CodecError::new(::std::string::ToString::to_string(&error)))
        }
        fn schema(_: &mut __lf::SchemaGenerator) -> __lf::Schema { __lf::bytes_schema(#text, #media) }
        fn to_json(&self) -> ::core::result::Result<__lf::Value, __lf::CodecError> {
            __lf::encode_bytes(#encode(self))
        }
        fn from_json(value: __lf::Value) -> ::core::result::Result<Self, __lf::CodecError> {
            #decode(&__lf::decode_bytes(value)?).map_err(|error| __lf::CodecError::new(::std::string::ToString::to_string(&error)))
        }
    }
}

fn structure(text: &str, tokens: u64, doc: &str, fields: &Fields, diags: &mut Diagnostics) -> TokenStream {
    let named = match fields {
        Fields::Named(fields) => &fields.named,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let ty = &fields.unnamed[0].ty;
            return quote_spanned! { ty.span() =>
                const STORAGE: __lf::Storage = <#ty as __lf::Port>::STORAGE;
                const LAYOUT: u64 = __lf::type_layout(&[#tokens, <#ty as __lf::Port>::LAYOUT]);
                const NAMES_FILES: bool = <#ty as __lf::Port>::NAMES_FILES;
                fn write(&self, __out: &mut __lf::Writer<'_>) -> ::core::result::Result<(), __lf::CodecError> {
                    <#ty as __lf::Port>::write(&self.0, __out)
                }
                fn read(__input: &mut __lf::Reader) -> ::core::result::Result<Self, __lf::CodecError> {
                    <#ty as __lf::Port>::read(__input).map(Self)
                }
                fn schema(generator: &mut __lf::SchemaGenerator) -> __lf::Schema { <#ty as __lf::Port>::schema(generator) }
                fn to_json(&self) -> ::core::result::Result<__lf::Value, __lf::CodecError> {
                    <#ty as __lf::Port>::to_json(&self.0)
                }
                fn from_json(value: __lf::Value) -> ::core::result::Result<Self, __lf::CodecError> {
                    <#ty as __lf::Port>::from_json(value).map(Self)
                }
            };
        }
        other => {
            diags.error(
                errors::PORT_TYPE_FORM,
                other.span(),
                "a port type needs named fields",
                "name its parts, as in `struct Name { field: Type }`",
            );
            return refused();
        }
    };
    let names: Vec<_> = named.iter().filter_map(|field| field.ident.as_ref()).collect();
    let texts: Vec<_> = names.iter().map(|name| spec::bare_name(name)).collect();
    let types: Vec<_> = named.iter().map(|field| &field.ty).collect();
    let docs: Vec<_> = named.iter().map(|field| docs(&field.attrs)).collect();
    // Named at the field's type, so that a type that is no port is one error there.
    let of = |name: &str| -> Vec<TokenStream> {
        let name = quote::format_ident!("{name}");
        types.iter().map(|ty| quote_spanned!(ty.span() => <#ty as __lf::Port>::#name)).collect()
    };
    let (schema, to_json, from_json) = (of("schema"), of("to_json"), of("from_json"));
    let (write, read, layouts, name_files) = (of("write"), of("read"), of("LAYOUT"), of("NAMES_FILES"));
    let storages = of("STORAGE");
    quote! {
        const STORAGE: __lf::Storage = __lf::Storage::of_parts(&[#(#storages),*]);
        const LAYOUT: u64 = __lf::type_layout(&[#tokens, #(#layouts),*]);
        const NAMES_FILES: bool = false #(|| #name_files)*;
        fn write(&self, __out: &mut __lf::Writer<'_>) -> ::core::result::Result<(), __lf::CodecError> {
            #(__lf::at_field(#texts, #write(&self.#names, __out))?;)*
            ::core::result::Result::Ok(())
        }
        fn read(__input: &mut __lf::Reader) -> ::core::result::Result<Self, __lf::CodecError> {
            ::core::result::Result::Ok(Self { #(#names: __lf::at_field(#texts, #read(__input))?),* })
        }
        fn schema(generator: &mut __lf::SchemaGenerator) -> __lf::Schema {
            let fields = [#((#texts, #docs, #schema(generator))),*];
            __lf::object_schema(#text, #doc, fields)
        }
        fn to_json(&self) -> ::core::result::Result<__lf::Value, __lf::CodecError> {
            let mut fields = __lf::JsonMap::new();
            #(__lf::write_field(&mut fields, #texts, #to_json(&self.#names))?;)*
            ::core::result::Result::Ok(__lf::Value::Object(fields))
        }
        fn from_json(value: __lf::Value) -> ::core::result::Result<Self, __lf::CodecError> {
            let mut fields = __lf::fields_of(#text, value, &[#(#texts),*])?;
            ::core::result::Result::Ok(Self { #(#names: __lf::read_field(&mut fields, #texts, #from_json)?),* })
        }
    }
}

fn enumeration(
    text: &str,
    tokens: u64,
    doc: &str,
    data: &syn::DataEnum,
    diags: &mut Diagnostics,
) -> TokenStream {
    let mut variants = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            let help = "use variants without fields, or `encode` and `decode` functions";
            diags.error(
                errors::PORT_TYPE_FORM,
                variant.span(),
                "a variant with fields has no form of its own on an edge",
                help,
            );
            return refused();
        }
        variants.push(&variant.ident);
    }
    let texts: Vec<String> = variants.iter().map(|variant| snake_case(&variant.to_string())).collect();
    let docs: Vec<String> = data.variants.iter().map(|variant| docs(&variant.attrs)).collect();
    quote! {
        const LAYOUT: u64 = #tokens;
        fn schema(_: &mut __lf::SchemaGenerator) -> __lf::Schema {
            __lf::choice_schema(#text, #doc, &[#((#texts, #docs)),*])
        }
        fn to_json(&self) -> ::core::result::Result<__lf::Value, __lf::CodecError> {
            let text = match self { #(Self::#variants => #texts),* };
            ::core::result::Result::Ok(__lf::Value::from(text))
        }
        fn from_json(value: __lf::Value) -> ::core::result::Result<Self, __lf::CodecError> {
            match value.as_str() {
                #(::core::option::Option::Some(#texts) => ::core::result::Result::Ok(Self::#variants),)*
                _ => ::core::result::Result::Err(__lf::unknown_choice(&value, &[#(#texts),*])),
            }
        }
    }
}

/// `LinearGradient` to `linear_gradient`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
