//! Compositions that run inside each other: to rustc, a cycle of constants.

use std::borrow::Cow;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};

/// The error in the words of the domain, at the first of the calls; others as they are.
pub fn in_words(error: &Diagnostic) -> Cow<'_, Diagnostic> {
    let cycle = error.code.as_ref().is_some_and(|code| code.code == "E0391");
    let mut calls: Vec<&DiagnosticSpan> = Vec::new();
    for span in error.children.iter().filter(|_| cycle).flat_map(|note| &note.spans) {
        let known = calls.iter().any(|call| call.byte_start == span.byte_start);
        if span.expansion.is_none() && !span.file_name.starts_with('/') && name(span).is_some() && !known {
            calls.push(span);
        }
    }
    let Some(first) = calls.first() else { return Cow::Borrowed(error) };
    let names: Vec<String> =
        calls.iter().filter_map(|call| name(call)).map(|name| format!("`{name}`")).collect();
    let mut told = error.clone();
    told.message = format!(
        "{} run inside each other without end\nhelp: take one of the calls out\ncode: {}",
        names.join(" and "),
        lightflow_errors::ENDLESS.code
    );
    let mut place = (*first).clone();
    place.is_primary = true;
    told.spans = vec![place];
    told.children = Vec::new();
    Cow::Owned(told)
}

/// What is called at a place.
fn name(span: &DiagnosticSpan) -> Option<String> {
    let line = span.text.first()?;
    let length = line.highlight_end.checked_sub(line.highlight_start)?;
    let name: String = line.text.chars().skip(line.highlight_start - 1).take(length).collect();
    let letters = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    (letters && name.starts_with(char::is_lowercase)).then_some(name)
}
