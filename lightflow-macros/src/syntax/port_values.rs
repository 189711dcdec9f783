//! Whether a port's default and what it takes agree, as far as their literals tell.

use lightflow_errors as errors;
use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprRange, Lit, RangeLimits, UnOp, parse_quote};

use super::PortOptions;
use crate::diag::Diagnostics;
use crate::lower::text_of;
use crate::names;

/// Refuses options that exclude each other, and takes what is refused off.
pub fn check(options: &mut PortOptions, diags: &mut Diagnostics) {
    if let Some(range) = &options.range
        && holds_nothing(range)
    {
        diags.error(
            errors::EMPTY_RANGE,
            span_of(range),
            "this range holds no value",
            "write the smaller number first",
        );
        options.range = None;
    }
    if let Some(len) = &options.len
        && holds_nothing(len)
    {
        diags.error(
            errors::EMPTY_RANGE,
            span_of(len),
            "this range holds no length",
            "write the smaller number first",
        );
        options.len = None;
    }
    let before = diags.count();
    check_default(options, diags);
    if diags.count() > before {
        // One mistake is one error: what stands for the default has the port's type, whatever that is.
        options.default = Some(parse_quote!(::core::option::Option::unwrap(::core::option::Option::None)));
    }
}

fn check_default(options: &PortOptions, diags: &mut Diagnostics) {
    let Some(default) = &options.default else { return };
    let text = text_of(default).replace("- ", "-");
    limits(options, default, &text, diags);
    if let Some(range) = &options.range
        && number(default).is_some_and(|value| !contains(range, value))
    {
        let help = format!("write a number in `{}`", text_of(range).replace(' ', ""));
        diags.error(
            errors::DEFAULT_OUT_OF_RANGE,
            default.span(),
            format!("the default `{text}` is outside of the range"),
            help,
        );
    }
    if let Some(choices) = &options.choices {
        let literal = |expr: &Expr| matches!(expr, Expr::Lit(_)) || number(expr).is_some();
        let known: Vec<String> = choices.elems.iter().map(text_of).collect();
        if literal(default) && choices.elems.iter().all(literal) && !known.contains(&text) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let one_of = if known.len() > 1 { "one of " } else { "" };
            let help = format!("write {one_of}{}", names::list(&known));
            diags.error(
                errors::DEFAULT_NO_CHOICE,
                default.span(),
                format!("the default `{text}` is none of the choices"),
                help,
            );
        }
    }
}

/// Lengths, multiples and patterns.
fn limits(options: &PortOptions, default: &Expr, text: &str, diags: &mut Diagnostics) {
    if let (Some(of), Some(value)) = (options.multiple_of.as_ref().and_then(number), number(default))
        && value % of != 0.0
    {
        let below = value - value.rem_euclid(of);
        let help = format!("write {below} or {}", below + of);
        diags.error(
            errors::DEFAULT_NO_MULTIPLE,
            default.span(),
            format!("the default `{text}` is no multiple of {of}"),
            help,
        );
    }
    let given = match default {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    let Some(given) = given else { return };
    let count = given.chars().count();
    if let Some(len) = &options.len
        && !contains(len, count as f64)
    {
        let len = text_of(len).replace(' ', "");
        let message = format!("the default `{text}` has {count} characters, and the port takes {len}");
        diags.error(errors::DEFAULT_LENGTH, default.span(), message, format!("give it {len} characters"));
    }
    if let Some(matches) = &options.matches
        && !matches.is_match(&given)
    {
        let pattern = matches.text.value();
        let message = format!("the default `{text}` does not match `{pattern}`");
        diags.error(
            errors::DEFAULT_NO_MATCH,
            default.span(),
            message,
            format!("write a text that matches `{pattern}` as a whole"),
        );
    }
}

fn span_of(range: &ExprRange) -> Span {
    range.start.as_ref().map_or_else(|| range.span(), |start| start.span())
}

fn holds_nothing(range: &ExprRange) -> bool {
    let ends = (range.start.as_deref().and_then(number), range.end.as_deref().and_then(number));
    let (Some(start), Some(end)) = ends else { return false };
    start > end || start == end && matches!(range.limits, RangeLimits::HalfOpen(_))
}

fn contains(range: &ExprRange, value: f64) -> bool {
    let (start, end) = (range.start.as_deref().map(number), range.end.as_deref().map(number));
    let below = matches!(start, Some(Some(start)) if value < start);
    let above = match (end, &range.limits) {
        (Some(Some(end)), RangeLimits::HalfOpen(_)) => value >= end,
        (Some(Some(end)), RangeLimits::Closed(_)) => value > end,
        _ => false,
    };
    !below && !above
}

/// The number that a literal says.
pub fn number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            Lit::Float(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => number(&unary.expr).map(|number| -number),
        Expr::Paren(inner) => number(&inner.expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(default: &str, range: &str) -> usize {
        let mut options = PortOptions {
            default: Some(syn::parse_str(default).unwrap()),
            range: Some(syn::parse_str(range).unwrap()),
            ..PortOptions::default()
        };
        let mut diags = Diagnostics::default();
        check(&mut options, &mut diags);
        diags.count()
    }

    #[test]
    fn only_what_is_surely_wrong_is_refused() {
        for (default, range) in
            [("16", "16..=64"), ("-0.5", "-1.0..1.0"), ("SIDE", "0..1"), ("8", "MIN..=MAX"), ("9", "4..")]
        {
            assert_eq!(errors(default, range), 0, "{default} in {range}");
        }
        for (default, range) in [("65", "16..=64"), ("64", "16..64"), ("-1", "0.."), ("20", "64..=16")] {
            assert_eq!(errors(default, range), 1, "{default} in {range}");
        }
    }
}
