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
    let refuse =
        |wanted: &str| quote!(return __lf::Started::Failed(__lf::out_of_range(#text, &#value, #wanted)););
    let len = options.len.as_ref().map(|len| {
        let limit = len_spec(len);
        let count = quote_spanned!(span_of(len) => <#ty as __lf::Measured>::length);
        quote! {
            if let ::core::result::Result::Err(error) = __lf::has_len(#text, #count(#value), &#limit) {
                return __lf::Started::Failed(error);
            }
        }
    });
    let multiple = options.multiple_of.as_ref().map(|of: &Expr| {
        let all = quote_spanned!(of.span() => <#ty as __lf::Whole>::all_multiples);
        let refuse = refuse(&format!("multiples of {}", text_of(of)));
        quote!(if !#all(#value, (#of) as i128) { #refuse })
    });
    let matches = options.matches.as_ref().map(|matches| {
        let limit = pattern(matches);
        let all = quote_spanned!(matches.text.span() => <#ty as __lf::Textual>::all_texts);
        let refuse = refuse(&format!("texts that match `{}`", matches.text.value()));
        quote! {
            static PATTERN: __lf::Pattern = #limit;
            if !#all(#value, &|text| PATTERN.is_match(text)) { #refuse }
        }
    });
    let matches = matches.map(|check| quote!({ #check }));
    quote!(#len #multiple #matches)
}

/// A type that an option of a composition's or workflow's parameter does not suit.
pub fn suits(param: &Param) -> TokenStream {
    let ty = &param.ty;
    let options = &param.options;
    let len = options.len.as_ref().map(|len| quote_spanned!(span_of(len) => <#ty as __lf::Measured>::length));
    let multiple = options
        .multiple_of
        .as_ref()
        .map(|of| quote_spanned!(of.span() => <#ty as __lf::Whole>::all_multiples));
    let matches = options
        .matches
        .as_ref()
        .map(|matches| quote_spanned!(matches.text.span() => <#ty as __lf::Textual>::all_texts));
    let suits = [len, multiple, matches].into_iter().flatten();
    quote!(#(const _: () = { let _ = #suits; };)*)
}

fn span_of(range: &ExprRange) -> proc_macro2::Span {
    range.start.as_ref().or(range.end.as_ref()).map_or_else(|| range.span(), |end| end.span())
}
