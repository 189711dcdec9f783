//! What to tell about an error: one line, and the one thing to do.

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};

/// The message in one line, and the help.
pub fn message(error: &Diagnostic) -> (String, Option<String>) {
    let mut lines = error.message.lines();
    let first = lines.next().unwrap_or_default();
    let first = first.strip_prefix("evaluation panicked: ").unwrap_or(first).to_owned();
    let help = lines.find_map(|line| line.trim_start().strip_prefix("help: ")).map(str::to_owned);
    let label = error.spans.iter().find(|span| span.is_primary).and_then(|span| span.label.as_deref());
    let message = match label {
        // rustc's own words say little before the label.
        Some(label) if first == "mismatched types" => label.to_owned(),
        _ => first,
    };
    (message, help.or_else(|| of_note(error)))
}

/// The note that our traits carry says what to do.
fn of_note(error: &Diagnostic) -> Option<String> {
    let first = error.message.lines().next()?;
    let ours = ["this step gives", "is used again later", "cannot be the error", "is not a workflow"];
    if !ours.iter().any(|text| first.contains(text)) {
        return None;
    }
    let note = error.children.iter().find(|child| {
        child.level == DiagnosticLevel::Note
            && child.spans.is_empty()
            && !child.message.starts_with("required")
    });
    note.map(|note| note.message.clone())
}

/// The code that our macros put below a message.
pub fn own_code(error: &Diagnostic) -> Option<&str> {
    error.message.lines().rev().find_map(|line| line.trim_start().strip_prefix("code: "))
}
