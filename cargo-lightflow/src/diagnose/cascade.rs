//! Leaves out errors that only follow from others.

use std::collections::BTreeMap;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};

/// The errors to show, each with the number of those that are left out for it.
///
/// An error is left out if another one stands at the same token, or if it stands in generated code while its file
/// has an error of its own. A crate that is checked as a library and as a test says all twice: that counts for nothing.
pub fn fold(errors: &[Diagnostic]) -> Vec<(&Diagnostic, usize)> {
    let mut shown: Vec<(&Diagnostic, usize)> = Vec::new();
    let mut seen: BTreeMap<(&str, u32, u32), usize> = BTreeMap::new();
    for error in errors.iter().filter(|error| !in_generated_code(error)) {
        let Some(span) = primary(error) else {
            if !shown.iter().any(|(other, _)| other.message == error.message) {
                shown.push((error, 0));
            }
            continue;
        };
        match seen.get(&key(span)) {
            Some(&index) => {
                let (other, folded) = &mut shown[index];
                *folded += usize::from(other.message != error.message);
            }
            None => {
                seen.insert(key(span), shown.len());
                shown.push((error, 0));
            }
        }
    }
    for error in errors.iter().filter(|error| in_generated_code(error)) {
        let file = primary(error).map(written_in);
        let cause = shown
            .iter_mut()
            .find(|(other, _)| primary(other).map(written_in) == file && !std::ptr::eq(*other, error));
        match cause {
            Some((_, folded)) => *folded += 1,
            None => shown.push((error, 0)),
        }
    }
    shown
}

fn primary(error: &Diagnostic) -> Option<&DiagnosticSpan> {
    error.spans.iter().find(|span| span.is_primary)
}

fn key(span: &DiagnosticSpan) -> (&str, u32, u32) {
    (&span.file_name, span.byte_start, span.byte_end)
}

fn in_generated_code(error: &Diagnostic) -> bool {
    primary(error).is_some_and(|span| span.expansion.is_some())
}

/// The file that holds the macro's call, through all expansions.
fn written_in(mut span: &DiagnosticSpan) -> &str {
    while let Some(expansion) = &span.expansion {
        span = &expansion.span;
    }
    &span.file_name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(message: &str, start: u32, generated: bool) -> Diagnostic {
        let span = serde_json::json!({
            "file_name": "a.rs", "byte_start": start, "byte_end": start + 3, "line_start": 1, "line_end": 1,
            "column_start": 1, "column_end": 4, "is_primary": true, "text": [], "label": null,
            "suggested_replacement": null, "suggestion_applicability": null, "expansion": null,
        });
        let mut outer = span.clone();
        if generated {
            outer["expansion"] =
                serde_json::json!({ "span": span, "macro_decl_name": "#[node]", "def_site_span": span });
        }
        serde_json::from_value(serde_json::json!({
            "message": message, "code": null, "level": "error", "spans": [outer], "children": [], "rendered": null,
        }))
        .unwrap()
    }

    #[test]
    fn what_follows_from_an_error_is_counted_with_it() {
        let errors =
            [error("one", 5, true), error("two", 9, false), error("three", 9, false), error("two", 9, false)];
        let shown = fold(&errors);
        assert_eq!(
            shown.iter().map(|(error, folded)| (error.message.as_str(), *folded)).collect::<Vec<_>>(),
            [("two", 2)]
        );
    }

    #[test]
    fn an_error_in_generated_code_is_shown_if_nothing_else_is() {
        assert_eq!(fold(&[error("one", 5, true)]).len(), 1);
    }
}
