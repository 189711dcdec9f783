//! What rustc suggests, where it can mean only one thing.

use cargo_metadata::diagnostic::{Applicability, Diagnostic};
use lightflow_errors::{self as errors, Mistake};

use super::Edit;
use crate::diagnose::{Seen, Types, range_of};

/// Suggestions that rustc is not sure of, and that are right for nodes and ports: a lowercase call is a step, and a
/// near name is the name that was meant.
const LIKELY: &[&str] = &[
    "similar name",
    "consider borrowing here",
    "consider removing the borrow",
    "swap these arguments",
    "remove the extra argument",
    "use braces as delimiters",
    "consider importing",
    "use a float literal",
    "try using a conversion method",
    "add `;` here",
];

/// The first suggestion that is certain.
pub fn repair(seen: &Seen<'_>, mistake: Option<Mistake>) -> Option<Vec<Edit>> {
    // What a name or type in a declaration should be is not for rustc to say.
    if mistake == Some(errors::SIGNATURE_SYNTAX) {
        return None;
    }
    let suggestions = seen
        .error
        .children
        .iter()
        .filter(|child| child.spans.iter().any(|span| span.suggested_replacement.is_some()));
    let suggestions: Vec<&Diagnostic> = suggestions.collect();
    let alone = suggestions.len() == 1;
    suggestions.into_iter().find_map(|child| edits(seen, child, alone))
}

fn edits(seen: &Seen<'_>, child: &Diagnostic, alone: bool) -> Option<Vec<Edit>> {
    if !is_certain(seen, child, alone) {
        return None;
    }
    let mut edits = Vec::new();
    for span in &child.spans {
        let text = span.suggested_replacement.as_ref()?;
        // `/* value */` stands for what rustc does not know.
        if span.file_name != seen.span.file_name || span.expansion.is_some() || text.contains("/*") {
            return None;
        }
        edits.push(super::replace(seen, range_of(span), text.clone()));
    }
    // Several ways to do it come as edits of one place.
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let apart = edits.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0].start != pair[1].start);
    apart.then_some(edits)
}

fn is_certain(seen: &Seen<'_>, child: &Diagnostic, alone: bool) -> bool {
    if child.message.contains("conversion method") {
        // A text for a text: any other conversion hides a wrong wire.
        return Types::of(seen.error).is_some_and(|types| {
            types.expected == "String" && matches!(types.found.as_str(), "&str" | "&String")
        });
    }
    let sure =
        |applicability: &Option<Applicability>| *applicability == Some(Applicability::MachineApplicable);
    LIKELY.iter().any(|likely| child.message.contains(likely))
        || alone && child.spans.iter().all(|span| sure(&span.suggestion_applicability))
}
