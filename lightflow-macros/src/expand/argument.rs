//! Checks that stand beside a workflow: what it writes for a port is what the port takes.
//!
//! Only literals and constants have one; what is computed is checked where it is computed.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, Lit, Path, Token, UnOp};

use super::checks::Checks;
use super::{policy, spec};
use crate::lower::text_of;
use crate::model::{Argument, Body, Call, CallArgs, Step};
use crate::syntax::Function;

/// The checks of a call's arguments.
pub fn checks(call: &Call, span: Span, complete: bool, checks: &mut Checks) {
    match &call.args {
        CallArgs::Positional(arguments, _) => {
            for (index, argument) in arguments.iter().enumerate() {
                of_argument(call, span, &index.to_string(), argument, complete, checks);
            }
        }
        CallArgs::Named { fields, .. } => {
            for (port, argument) in fields {
                of_argument(call, span, &spec::bare_name(port), argument, complete, checks);
            }
        }
    }
}

fn of_argument(
    call: &Call,
    span: Span,
    port: &str,
    argument: &Argument,
    complete: bool,
    checks: &mut Checks,
) {
    let callee = policy::callee(call, span);
    for (span, literal, text) in literals(&argument.expr, complete && argument.reads.is_empty()) {
        checks.push(quote_spanned! { span =>
            ::lightflow::__private::check_argument(#callee, #port, #literal, #text)
        });
    }
}

/// Checks of a graph's own parameters: there is a value that all they feed take, and their defaults are such.
pub fn parameter_checks(function: &Function, body: &Body) -> TokenStream {
    let name = &function.name;
    let some_value = function.params.iter().enumerate().filter_map(|(index, param)| {
        let readers: Vec<u32> = readers(body, index).map(|step| step as u32).collect();
        if readers.is_empty() {
            return None;
        }
        let node = quote_spanned!(name.span() => <#name as ::lightflow::__private::Node>::CALLEE);
        Some(quote_spanned! { param.name.span() =>
            #[allow(elided_lifetimes_in_paths)]
            const _: () = ::lightflow::__private::check_parameter(#node, #index, &[#(#readers),*]);
        })
    });
    let checks = function.params.iter().enumerate().flat_map(|(index, param)| {
        let found = param.options.default.iter().flat_map(|default| literals(default, true));
        found.map(move |(span, literal, text)| {
            let node = quote_spanned!(name.span() => <#name as ::lightflow::__private::Node>::CALLEE);
            quote_spanned! { span =>
                #[allow(elided_lifetimes_in_paths)]
                const _: () = ::lightflow::__private::check_default(#node, #index, #literal, #text);
            }
        })
    });
    some_value.chain(checks).collect()
}

/// The steps that read a parameter, or have steps inside that do.
fn readers(body: &Body, parameter: usize) -> impl Iterator<Item = usize> {
    let reads =
        move |step: &Step| step.reads().iter().any(|read| read.wire.up == 0 && read.wire.wire == parameter);
    body.steps.iter().enumerate().filter(move |(_, step)| reads(step)).map(|(index, _)| index)
}

/// The literals in an argument: where each is, what it is, and how it is written.
fn literals(expr: &Expr, constant: bool) -> Vec<(Span, TokenStream, String)> {
    let inner = unwrapped(expr);
    if let Some(items) = items(inner) {
        let count = items.len();
        let mut found =
            vec![(head(inner), quote!(::lightflow::__private::Literal::Items(#count)), count.to_string())];
        found.extend(items.iter().filter_map(|item| literal(item, false)));
        return found;
    }
    literal(inner, constant).into_iter().collect()
}

/// Behind `&`, parentheses and `Some(..)`.
fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(it) => unwrapped(&it.expr),
        Expr::Group(it) => unwrapped(&it.expr),
        Expr::Reference(it) => unwrapped(&it.expr),
        Expr::Call(it) if it.args.len() == 1 && text_of(&it.func) == "Some" => unwrapped(&it.args[0]),
        Expr::MethodCall(it)
            if it.args.is_empty()
                && matches!(&*it.receiver, Expr::Lit(_))
                && ["into", "to_owned", "to_string"].iter().any(|name| it.method == name) =>
        {
            &it.receiver
        }
        other => other,
    }
}

/// The items of `[a, b]` and `vec![a, b]`.
fn items(expr: &Expr) -> Option<Vec<Expr>> {
    match expr {
        Expr::Array(array) => Some(array.elems.iter().cloned().collect()),
        Expr::Macro(it) if it.mac.path.is_ident("vec") => {
            let items = it.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
            Some(items.into_iter().collect())
        }
        _ => None,
    }
}

/// The token to blame for a list.
fn head(expr: &Expr) -> Span {
    match expr {
        Expr::Array(array) => array.bracket_token.span.open(),
        Expr::Macro(it) => it.mac.path.span(),
        other => other.span(),
    }
}

fn literal(expr: &Expr, constant: bool) -> Option<(Span, TokenStream, String)> {
    let kind = quote!(::lightflow::__private::Literal);
    let text = text_of(expr).replace("- ", "-");
    match expr {
        Expr::Lit(it) => {
            let value = match &it.lit {
                // rustc says itself when a suffix is not the port's type.
                Lit::Int(number) if number.suffix().is_empty() => {
                    let number = unsuffixed(&number.base10_parse::<i128>().ok()?);
                    quote!(#kind::Int(#number))
                }
                Lit::Float(number) if number.suffix().is_empty() => {
                    let number = number.base10_parse::<f64>().ok()?;
                    quote!(#kind::Float(#number))
                }
                Lit::Str(text) => {
                    let text = text.value();
                    quote!(#kind::Str(#text))
                }
                Lit::Bool(truth) => {
                    let truth = truth.value;
                    quote!(#kind::Bool(#truth))
                }
                _ => return None,
            };
            Some((it.span(), value, text))
        }
        Expr::Unary(it) if matches!(it.op, UnOp::Neg(_)) => {
            let Expr::Lit(inner) = &*it.expr else { return None };
            let value = match &inner.lit {
                Lit::Int(number) if number.suffix().is_empty() => {
                    let number = unsuffixed(&-number.base10_parse::<i128>().ok()?);
                    quote!(#kind::Int(#number))
                }
                Lit::Float(number) if number.suffix().is_empty() => {
                    let number = -number.base10_parse::<f64>().ok()?;
                    quote!(#kind::Float(#number))
                }
                _ => return None,
            };
            Some((inner.span(), value, text))
        }
        Expr::Paren(it) => literal(&it.expr, constant),
        Expr::Path(it) if it.qself.is_none() => path(&it.path, constant, text),
        _ => None,
    }
}

/// `Backdrop::White` is a variant; `SIDE` and `Image::SIDE` are constants.
fn path(path: &Path, constant: bool, text: String) -> Option<(Span, TokenStream, String)> {
    let last = &path.segments.last()?.ident;
    let name = last.to_string();
    let upper = name.starts_with(|first: char| first.is_uppercase());
    let screaming = upper && !name.chars().any(char::is_lowercase);
    if upper && !screaming && path.segments.len() > 1 {
        return Some((last.span(), quote!(::lightflow::__private::Literal::Variant(#name)), text));
    }
    // One capital letter may be a variant that is in scope by itself.
    if !screaming || !constant || name.len() < 2 {
        return None;
    }
    let span = last.span();
    let literal = quote_spanned! { span => {
        #[allow(unused_imports)]
        use ::lightflow::__private::AnyConstant as _;
        ::lightflow::__private::reading_of(|| ::lightflow::__private::Constant(#path).reading())
            .literal(::core::mem::ManuallyDrop::new(#path))
    }};
    Some((span, literal, text))
}

fn unsuffixed(number: &i128) -> TokenStream {
    proc_macro2::Literal::i128_unsuffixed(*number).to_token_stream()
}

/// A literal of a declaration, to compare it with those of workflows.
pub fn of_declaration(expr: &Expr) -> TokenStream {
    match literal(unwrapped(expr), false) {
        Some((_, literal, _)) => literal,
        None => quote!(__lf::Literal::Computed),
    }
}
