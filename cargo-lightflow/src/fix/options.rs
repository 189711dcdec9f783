//! Repairs of options: `#[node(..)]`, `#[port(..)]`, `#[concurrency(..)]`.

use lightflow_errors::{self as errors, Mistake};

use super::{Edit, remove, replace};
use crate::diagnose::{Seen, Types};
use crate::source::bytes;

pub fn repair(seen: &Seen<'_>, mistake: Mistake) -> Option<Vec<Edit>> {
    if mistake == errors::OPTION_SYNTAX && seen.place.is_some_and(crate::source::Place::is_graph) {
        without_options(seen)
    } else if mistake == errors::EMPTY_RANGE {
        swapped_range(seen)
    } else if mistake == errors::OPTION_TYPE || mistake == errors::WRONG_LITERAL {
        unquoted(seen).or_else(|| range_of_a_text(seen))
    } else if mistake == errors::OPTION_FORM || mistake == errors::CONCURRENCY {
        number_in_words(seen)
    } else if mistake == errors::CONTRACT_TYPE {
        length_of_a_number(seen).or_else(|| digits_of_a_number(seen))
    } else {
        None
    }
}

/// `len = 1..=4` of a number, whose values a `range` limits.
fn length_of_a_number(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let number = seen.error.message.starts_with("`len` is about")
        && matches!(
            seen.token(),
            "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64"
        );
    let parameter = seen.place?.function.as_ref()?.sig.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(input) if bytes(&input.ty) == seen.range => Some(input),
        _ => None,
    })?;
    let attribute = parameter.attrs.iter().find(|attribute| attribute.path().is_ident("port"))?;
    let own = bytes(attribute);
    let text = seen.file.slice(&own);
    let (Some(at), false) = (text.find("len ="), text.contains("range")) else { return None };
    number.then(|| vec![replace(seen, own.start + at..own.start + at + "len".len(), "range")])
}

/// `matches = "[0-9]+"` of a number, which says what is so anyway.
fn digits_of_a_number(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    if !matches!(seen.token(), "u8" | "u16" | "u32" | "u64" | "usize") {
        return None;
    }
    let parameter = seen.place?.function.as_ref()?.sig.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(input) if bytes(&input.ty) == seen.range => Some(input),
        _ => None,
    })?;
    let attribute = parameter.attrs.iter().find(|attribute| attribute.path().is_ident("port"))?;
    let own = bytes(attribute);
    let option = seen.file.slice(&own).strip_prefix("#[port(matches = ")?.strip_suffix(")]")?;
    let pattern = option.trim_start_matches('r').strip_prefix('"')?.strip_suffix('"')?;
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    matches!(pattern, "[0-9]+" | "[0-9]*" | r"\d+" | r"\d*")
        .then(|| vec![remove(seen, own.start..seen.file.start_after(own.end))])
}

/// `range = 1..` of a text, whose length a `len` limits.
fn range_of_a_text(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let types = Types::of(seen.error)?;
    let parameter = seen.place?.function.as_ref()?.sig.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(input) if crate::source::holds(&bytes(input), &seen.range) => Some(input),
        _ => None,
    })?;
    let ty = seen.file.slice(&bytes(&parameter.ty));
    let attribute = parameter.attrs.iter().find(|attribute| attribute.path().is_ident("port"))?;
    let own = bytes(attribute);
    let text = seen.file.slice(&own);
    let before = text.get(..seen.range.start.checked_sub(own.start)?)?;
    let name = before.trim_end().strip_suffix('=')?.trim_end().strip_suffix("range")?.len();
    let is_text = types.expected == "String" && types.found == "integer" && matches!(ty, "String" | "&str");
    (is_text && !text.contains("len"))
        .then(|| vec![replace(seen, own.start + name..own.start + name + "range".len(), "len")])
}

/// `retry = "three"`.
fn number_in_words(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let asked = ["a number of further tries", "`concurrency` needs a number"];
    let word = seen.token().strip_prefix('"')?.strip_suffix('"')?.to_ascii_lowercase();
    let number = WORDS.iter().position(|other| *other == word)? + 1;
    asked
        .iter()
        .any(|asked| seen.error.message.contains(asked))
        .then(|| vec![replace(seen, seen.range.clone(), number.to_string())])
}

/// `#[workflow(..)]` with one option: `#[workflow]`.
fn without_options(seen: &Seen<'_>) -> Option<Vec<Edit>> {
    let function = seen.place?.function.as_ref()?;
    let attribute =
        function.attrs.iter().find(|attribute| crate::source::holds(&bytes(*attribute), &seen.range))?;
    let syn::Meta::List(list) = &attribute.meta else { return None };
    if list.tokens.to_string().contains(',') {
        return None;
    }
    let range = bytes(&attribute.path()).end..list.delimiter.span().close().byte_range().end;
    Some(vec![remove(seen, range)])
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
    let fits =
        super::values::is_literal_of(inner, &wanted) || wanted == "bool" && inner.parse::<bool>().is_ok();
    fits.then(|| vec![replace(seen, seen.range.clone(), inner)])
}

#[cfg(test)]
mod tests {
    use crate::fix::testing::Mistaken;

    fn ranged(port: &str, ty: &str, label: &str) -> Option<String> {
        let text = format!("#[node] fn f(#[port({port})] title: {ty}) -> u32 {{}}");
        Mistaken::new(&text, "mismatched types").code("E0308").label(label).at("1").repaired()
    }

    #[test]
    fn a_range_of_a_text_is_its_length() {
        let text = ranged("range = 1..=80", "String", "expected `String`, found integer").unwrap();
        assert_eq!(text, "#[node] fn f(#[port(len = 1..=80)] title: String) -> u32 {}");
    }

    #[test]
    fn a_range_that_may_be_of_something_else_is_left() {
        let label = "expected `String`, found integer";
        assert_eq!(ranged("range = 1.5..", "String", "expected `String`, found floating-point number"), None);
        assert_eq!(
            ranged("range = 1.., len = ..=80", "String", label),
            None,
            "its length is limited already"
        );
        assert_eq!(ranged("range = 1..", "Vec<String>", label), None, "of the items, or of the list");
        assert_eq!(ranged("default = 1", "String", label), None, "no range");
    }

    fn retried(count: &str) -> Option<String> {
        let text = format!("#[node(retry = {count})] fn f() {{}}");
        let message = "`retry` needs a number of further tries, such as `retry = 3`\ncode: LF0114";
        Mistaken::new(&text, message).at(count).repaired()
    }

    #[test]
    fn a_number_in_words_is_that_number() {
        assert_eq!(retried("\"three\"").as_deref(), Some("#[node(retry = 3)] fn f() {}"));
        assert_eq!(retried("\"a few\""), None);
        assert_eq!(retried("\"zero\""), None);
        assert_eq!(retried("true"), None);
    }

    fn matched(pattern: &str, ty: &str) -> Option<String> {
        let text = format!("#[node] fn f(#[port(matches = {pattern})] n: {ty}) {{}}");
        let message = format!("`matches` is about texts, and `{ty}` is none");
        Mistaken::new(&text, &message).code("E0277").at_last(ty).repaired()
    }

    #[test]
    fn digits_are_what_a_number_has() {
        assert_eq!(matched("\"[0-9]+\"", "u32").as_deref(), Some("#[node] fn f(n: u32) {}"));
        assert_eq!(matched("\"[0-9]{4}\"", "u32"), None, "four digits are a range, or a text");
        assert_eq!(matched("\"[0-9]+\"", "i32"), None, "it may be less than 0");
        assert_eq!(matched("\"[a-z]+\"", "u32"), None);
        assert_eq!(matched("\"[0-9]+\", default = 3", "u32"), None);
    }
}
