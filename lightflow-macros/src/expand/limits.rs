//! Lengths, multiples and patterns of a port: its data, and the checks of what a step computes.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, ExprRange, RangeLimits};

use super::spec;
use crate::lower::text_of;
use crate::syntax::{Inst, Matches, Param};

/// The fields of a `PortSpec`.
pub fn fields(param: &Param) -> TokenStream {
    let options = &param.options;
    let multiple_of = spec::option(options.multiple_of.as_ref().map(|of| quote!((#of) as i128)));
    let len = spec::option(options.len.as_ref().map(len_spec));
    let matches = match &options.matches {
        Some(matches) => {
            let pattern = pattern(matches);
            quote!(&[&#pattern])
        }
        None => quote!(&[]),
    };
    quote!(multiple_of: #multiple_of, len: #len, matches: #matches)
}

fn len_spec(len: &ExprRange) -> TokenStream {
    let text = match (&len.start, &len.end) {
        (Some(start), Some(end)) if text_of(start) == text_of(end) => text_of(start),
        _ => spec::range_text(len),
    };
    let min = len.start.as_ref().map_or_else(|| quote!(0), |start| quote!(#start));
    let max = spec::option(len.end.as_ref().map(|end| match len.limits {
        RangeLimits::Closed(_) => quote!(#end),
        RangeLimits::HalfOpen(_) => quote!((#end) - 1),
    }));
    quote!(__lf::LenSpec { text: #text, min: #min, max: #max })
}

fn pattern(matches: &Matches) -> TokenStream {
    let text = matches.text.value();
    let number = |place: &usize| Literal::u16_unsuffixed(*place as u16);
    let program = matches.program.iter().map(|inst| match inst {
        Inst::Chars(ranges) => {
            let ranges = ranges.iter().map(|(first, last)| quote!((#first, #last)));
            quote!(__lf::Inst::Chars(&[#(#ranges),*]))
        }
        Inst::Split(first, second) => {
            let (first, second) = (number(first), number(second));
            quote!(__lf::Inst::Split(#first, #second))
        }
        Inst::Jump(to) => {
            let to = number(to);
            quote!(__lf::Inst::Jump(#to))
        }
        Inst::Start => quote!(__lf::Inst::Start),
        Inst::End => quote!(__lf::Inst::End),
        Inst::Match => quote!(__lf::Inst::Match),
    });
    quote!(__lf::Pattern { text: #text, program: &[#(#program),*] })
}

/// Refuses what a step computed, whoever did; a type that an option does not suit is refused at the option.
pub fn checks(param: &Param, value: &TokenStream) -> TokenStream {
    let (text, ty) = (spec::bare_name(&param.name), &param.ty);
    let options = &param.options;
    let check = |span, function: TokenStream, limit: TokenStream| {
        let checked = quote_spanned!(span => __lf::#function::<#ty>);
        quote! {
            if let ::core::result::Result::Err(error) = #checked(#text, #value, #limit) {
                return __lf::Started::Failed(error);
            }
        }
    };
    let len = options.len.as_ref().map(|len| {
        let limit = len_spec(len);
        check(span_of(len), quote!(has_len), quote!(&#limit))
    });
    let multiple = options.multiple_of.as_ref().map(|of: &Expr| {
        check(of.span(), quote!(has_multiples), quote!((#of) as i128))
    });
    let matches = options.matches.as_ref().map(|matches| {
        let limit = pattern(matches);
        check(matches.text.span(), quote!(has_texts), quote!({ static PATTERN: __lf::Pattern = #limit; &PATTERN }))
    });
    quote!(#len #multiple #matches)
}

/// A type that an option of a composition's or workflow's parameter does not suit.
pub fn suits(param: &Param) -> TokenStream {
    let ty = &param.ty;
    let options = &param.options;
    let suits = |span, function: TokenStream| quote_spanned!(span => const _: () = { let _ = __lf::#function::<#ty>; };);
    let len = options.len.as_ref().map(|len| suits(span_of(len), quote!(has_len)));
    let multiple = options.multiple_of.as_ref().map(|of| suits(of.span(), quote!(has_multiples)));
    let matches = options.matches.as_ref().map(|matches| suits(matches.text.span(), quote!(has_texts)));
    quote!(#len #multiple #matches)
}

fn span_of(range: &ExprRange) -> proc_macro2::Span {
    range.start.as_ref().or(range.end.as_ref()).map_or_else(|| range.span(), |end| end.span())
}
