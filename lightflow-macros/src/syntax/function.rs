//! The function under an attribute: its ports and what it gives.

use lightflow_errors as errors;
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned as _;
use syn::{
    Attribute, Expr, FnArg, GenericArgument, ItemFn, Lit, Meta, Pat, PathArguments, ReturnType, Type,
    parse_quote, parse_quote_spanned,
};

use super::{PortOptions, stream};
use crate::diag::Diagnostics;

/// A function that declares ports.
#[derive(Debug)]
pub struct Function {
    /// The item, without `#[port(..)]` and parameter docs.
    pub item: ItemFn,
    pub name: Ident,
    pub doc: String,
    pub params: Vec<Param>,
    /// Where among the parameters `ctx: &Ctx` is.
    pub ctx: Option<usize>,
    /// What it gives on success.
    pub output: Type,
    /// The error type, when it gives a `Result`.
    pub error: Option<Type>,
    /// It gives a stream, which others read while it goes on.
    pub streams: Option<stream::Given>,
    /// Names of parameters that are refused: what a body does with them is not checked.
    pub dropped: Vec<Ident>,
    /// Something in the signature is refused: generated code does not call the function.
    pub refused: bool,
}

/// One port.
#[derive(Debug)]
pub struct Param {
    pub name: Ident,
    pub doc: String,
    pub passing: Passing,
    /// The type behind the `&`, if any.
    pub ty: Type,
    /// The type of stored values: `String` for `&str`.
    pub owned: Type,
    pub options: PortOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    Value,
    Borrow,
}

impl Function {
    /// Reads the declaration; `kind` is what to call it in errors.
    pub fn parse(mut item: ItemFn, kind: &str, diags: &mut Diagnostics) -> Self {
        let before = diags.count();
        refuse_generics(&item, kind, diags);
        let mut params = Vec::new();
        let mut dropped = Vec::new();
        let mut ctx = None;
        for (index, argument) in item.sig.inputs.iter_mut().enumerate() {
            let FnArg::Typed(argument) = argument else {
                let help = format!("make the {kind} a free function");
                diags.error(
                    errors::SELF_PARAMETER,
                    argument.span(),
                    format!("a {kind} takes no `self`"),
                    help,
                );
                continue;
            };
            let doc = take_docs(&mut argument.attrs);
            let mut options = PortOptions::take(&mut argument.attrs, diags);
            let name = match &*argument.pat {
                Pat::Ident(pattern) => pattern.ident.clone(),
                pattern => {
                    let help = "write `name: Type` and take it apart inside";
                    diags.error(errors::UNNAMED_PORT, pattern.span(), "a port needs a name", help);
                    dropped.extend(crate::lower::bound(pattern));
                    // Callers give the ports in order: the place counts.
                    Ident::new(&format!("port_{index}"), pattern.span())
                }
            };
            if is_ctx(&argument.ty) {
                if kind == "node" {
                    ctx = Some(index);
                } else {
                    let message = format!("a {kind} has no `Ctx`: each node has its own");
                    diags.error(
                        errors::CTX_OF_GRAPH,
                        argument.ty.span(),
                        message,
                        format!("remove `{name}`"),
                    );
                    dropped.push(name);
                }
                continue;
            }
            let (passing, ty) = match &*argument.ty {
                Type::Reference(reference) => {
                    if let Some(mutable) = &reference.mutability {
                        let message = "a port cannot be changed in place";
                        diags.error(
                            errors::MUTABLE_PORT,
                            mutable.span(),
                            message,
                            "take the value and return the changed one",
                        );
                    }
                    (Passing::Borrow, (*reference.elem).clone())
                }
                ty if kind == "node" && stream::item(ty).is_some() => {
                    let item = stream::item(ty).expect("looked at above");
                    (Passing::Value, stream::port(ty, item))
                }
                Type::ImplTrait(ty) => {
                    let message = "a port needs one type";
                    diags.error(errors::GENERIC, ty.span(), message, instead_of(&argument.ty));
                    dropped.push(name.clone());
                    (Passing::Value, parse_quote!(()))
                }
                ty => (Passing::Value, ty.clone()),
            };
            if options.default.is_some() && passing == Passing::Borrow && !is_str(&ty) {
                let message = "a borrowed port has no default";
                diags.error(errors::BORROWED_DEFAULT, argument.ty.span(), message, "take the port by value");
                options.default = None;
            }
            let owned = owned(&ty);
            params.push(Param { name, doc, passing, ty, owned, options });
        }
        let name = item.sig.ident.clone();
        let (output, error) = result(&item.sig.output, name.span());
        let (output, streams) = match stream::item(&output).filter(|_| kind == "node") {
            Some(item) => {
                let (item, error) = taken_apart(item);
                (stream::port(&output, &item), Some(stream::Given { error }))
            }
            None => (refuse_output(output, kind, diags), None),
        };
        let refused = diags.count() > before;
        Self { name, doc: docs(&item.attrs), item, params, ctx, output, error, streams, dropped, refused }
    }

    /// Whether it reads a stream.
    pub fn reads_stream(&self) -> bool {
        self.params.iter().any(|param| stream::is_port(&param.ty))
    }

    pub fn borrows(&self) -> bool {
        self.params.iter().any(|param| param.passing == Passing::Borrow)
    }

    /// Where the return type is, or the function's name without one.
    pub fn output_span(&self) -> Span {
        match &self.item.sig.output {
            ReturnType::Default => self.name.span(),
            ReturnType::Type(_, ty) => ty.span(),
        }
    }
}

fn refuse_generics(item: &ItemFn, kind: &str, diags: &mut Diagnostics) {
    if let Some(parameter) = item.sig.generics.params.first() {
        let message = format!("a {kind} has no generic parameters: its ports have one type each");
        diags.error(
            errors::GENERIC,
            parameter.span(),
            message,
            "write the types, or one function for each type",
        );
    }
    if let syn::Safety::Unsafe(token) = &item.sig.safety {
        diags.error(
            errors::UNSAFE_FUNCTION,
            token.span,
            format!("a {kind} cannot be `unsafe`"),
            "put the `unsafe` block inside",
        );
    }
}

/// What to write where an `impl Trait` is no type of a port.
fn instead_of(ty: &Type) -> String {
    match stream::item(ty) {
        Some(item) => format!("write `ItemStream<{}>`", crate::lower::text_of_type(item)),
        None => "write the type instead of `impl Trait`".to_owned(),
    }
}

/// An output has one type, and is not borrowed; gives what stands for it in generated code.
fn refuse_output(output: Type, kind: &str, diags: &mut Diagnostics) -> Type {
    match output {
        Type::ImplTrait(_) => {
            let message = format!("a {kind} gives a value of one type");
            diags.error(errors::GENERIC, output.span(), message, instead_of(&output));
            stream::item(&output).map_or_else(|| parse_quote!(()), |item| stream::port(&output, item))
        }
        Type::Reference(reference) => {
            let owned = owned(&reference.elem);
            let message = format!("a {kind} gives a value of its own: it cannot borrow it");
            let help = format!("write `{}`", crate::lower::text_of_type(&owned));
            diags.error(errors::BORROWED_OUTPUT, reference.and_token.span(), message, help);
            owned
        }
        output => output,
    }
}

fn is_ctx(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else {
        return false;
    };
    let Type::Path(path) = &*reference.elem else {
        return false;
    };
    path.path.segments.last().is_some_and(|segment| segment.ident == "Ctx")
}

fn is_str(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("str"))
}

/// The type in which a borrowed value is stored.
fn owned(ty: &Type) -> Type {
    match ty {
        Type::Path(path) if path.path.is_ident("str") => parse_quote!(::std::string::String),
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Path") => {
            parse_quote!(::std::path::PathBuf)
        }
        Type::Slice(slice) => {
            let item = &slice.elem;
            parse_quote!(::std::vec::Vec<#item>)
        }
        other => other.clone(),
    }
}

/// What a function gives, and its error; no type is `()`, at the function's name.
fn result(output: &ReturnType, name: Span) -> (Type, Option<Type>) {
    match output {
        ReturnType::Default => (parse_quote_spanned!(name=> ()), None),
        ReturnType::Type(_, ty) => taken_apart(ty),
    }
}

/// Takes `Result<T, E>` apart; any other type stays as it is.
fn taken_apart(ty: &Type) -> (Type, Option<Type>) {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Result"
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
    {
        let mut types = arguments.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty.clone()),
            _ => None,
        });
        if let Some(value) = types.next() {
            let fallback = parse_quote!(::lightflow::__private::NodeError);
            return (value, Some(types.next().unwrap_or(fallback)));
        }
    }
    (ty.clone(), None)
}

/// The doc comment, its lines joined.
pub fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(doc_line);
    lines
        .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

/// Takes the doc comment off: rustc refuses it on parameters.
pub fn take_docs(attributes: &mut Vec<Attribute>) -> String {
    let text = docs(attributes);
    attributes.retain(|attribute| doc_line(attribute).is_none());
    text
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(literal) if pair.path.is_ident("doc") => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
