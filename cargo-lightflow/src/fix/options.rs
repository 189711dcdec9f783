//! Repairs of options: `#[node(..)]`, `#[port(..)]`, `#[concurrency(..)]`.

use lightflow_errors::{self as errors, Mistake};

use super::{Edit, remove, replace, written};
use crate::diagnose::{Seen, Types};

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    let file = seen.file;
    let edit = if mistake == errors::UNKNOWN_OPTION {
        match written(seen) {
            Some(option) => replace(seen, seen.range.clone(), option),
            None => return unknown_of_a_graph(seen),
        }
    } else if mistake == errors::OPTION_FORM {
        // `volatile = true`: an option that takes no value.
        let alone = seen.error.message.contains("takes no value");
        let start = file.text[..seen.range.start].trim_end().strip_suffix('=')?.trim_end().len();
        if alone { remove(seen, start..seen.range.end) } else { return range_in_quotes(seen) }
    } else if mistake == errors::OPTION_SYNTAX {
        if seen.place.is_some_and(crate::source::Place::is_graph) {
            return without_options(seen);
        }
        // `retry(3)` for `retry = 3`.
        let value = file.slice(&(seen.range.start..file.text.len())).strip_prefix('(')?.split_once(')')?.0;
        syn::parse_str::<syn::Lit>(value).ok()?;
        replace(seen, seen.range.start..seen.range.start + value.len() + 2, format!(" = {value}"))
    } else if mistake == errors::EMPTY_RANGE {
        return swapped_range(seen);
    } else if mistake == errors::OPTION_TYPE || mistake == errors::WRONG_LITERAL {
        return unquoted(seen);
    } else {
        return None;
    };
    Some(vec![edit])
}

/// Workflows have no options: `#[workflow(name = "x")]` is `#[workflow]`, if there is no other.
fn unknown_of_a_graph(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    if !seen.error.message.contains("help: remove it") {
        return None;
    }
    without_options(seen)
}

/// `#[workflow(..)]` with one option: `#[workflow]`.
fn without_options(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.place?.function.as_ref()?;
    let attribute = function
        .attrs
        .iter()
        .find(|attribute| crate::source::holds(&crate::source::bytes(*attribute), &seen.range))?;
    let syn::Meta::List(list) = &attribute.meta else { return None };
    if list.tokens.to_string().contains(',') {
        return None;
    }
    let range = crate::source::bytes(&attribute.path()).end..list.delimiter.span().close().byte_range().end;
    Some(vec![remove(seen, range)])
}

/// `range = "16..64"`: a range is written without quotes.
fn range_in_quotes(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let inner = seen.token().strip_prefix('"')?.strip_suffix('"')?;
    let asked =
        seen.error.message.starts_with("`range` needs") && syn::parse_str::<syn::ExprRange>(inner).is_ok();
    asked.then(|| vec![replace(seen, seen.range.clone(), inner)])
}

/// `64..=16` for `16..=64`; the error stands at the first number.
fn swapped_range(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let rest = &seen.file.text[seen.range.start..];
    let end = rest.find([')', ',']).unwrap_or(rest.len());
    let written = rest[..end].trim_end();
    let dots = if written.contains("..=") { "..=" } else { ".." };
    let (from, to) = written.split_once(dots)?;
    let number = |text: &str| text.trim().parse::<f64>().ok();
    if number(from)? <= number(to)? {
        return None;
    }
    let range = seen.range.start..seen.range.start + written.len();
    Some(vec![replace(seen, range, format!("{}{dots}{}", to.trim(), from.trim()))])
}

/// `"512"` where a number is wanted: the same without quotes, if it is one of that type.
fn unquoted(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let inner = seen.token().strip_prefix('"')?.strip_suffix('"')?;
    let wanted = Types::of(seen.error)?.expected;
    let fits = match wanted.as_str() {
        "u8" => inner.parse::<u8>().is_ok(),
        "u16" => inner.parse::<u16>().is_ok(),
        "u32" => inner.parse::<u32>().is_ok(),
        "u64" | "usize" => inner.parse::<u64>().is_ok(),
        "i8" => inner.parse::<i8>().is_ok(),
        "i16" => inner.parse::<i16>().is_ok(),
        "i32" => inner.parse::<i32>().is_ok(),
        "i64" | "isize" => inner.parse::<i64>().is_ok(),
        "f32" | "f64" => inner.parse::<f64>().is_ok_and(f64::is_finite) && inner.contains('.'),
        "bool" => inner.parse::<bool>().is_ok(),
        _ => false,
    };
    fits.then(|| vec![replace(seen, seen.range.clone(), inner)])
}
