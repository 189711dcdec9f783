//! Findings of made-up errors, to see what is repaired and what is left.

use std::path::Path;

use serde_json::json;

use crate::diagnose;
use crate::fix;
use crate::source::Assets;

/// A file, and an error in it.
pub struct Mistaken<'a> {
    text: &'a str,
    message: &'a str,
    code: Option<&'a str>,
    label: Option<&'a str>,
    span: std::ops::Range<usize>,
    note: Option<&'a str>,
    also: &'a str,
    due: Option<&'a str>,
}

impl<'a> Mistaken<'a> {
    /// Our own errors carry their code in the message.
    pub fn new(text: &'a str, message: &'a str) -> Self {
        Self { text, message, code: None, label: None, span: 0..0, note: None, also: "", due: None }
    }

    pub fn code(self, code: &'a str) -> Self {
        Self { code: Some(code), ..self }
    }

    pub fn label(self, label: &'a str) -> Self {
        Self { label: Some(label), ..self }
    }

    /// What a note says about the same place.
    pub fn note(self, note: &'a str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// The place that an "expected due to this" stands at.
    pub fn note_before(self, due: &'a str) -> Self {
        Self { due: Some(due), ..self }
    }

    /// Another source of the project.
    pub fn also(self, also: &'a str) -> Self {
        Self { also, ..self }
    }

    /// Where it stands: the first place of this text.
    pub fn at(self, token: &str) -> Self {
        let start = self.text.find(token).unwrap();
        Self { span: start..start + token.len(), ..self }
    }

    /// The last place of this text.
    pub fn at_last(self, token: &str) -> Self {
        let start = self.text.rfind(token).unwrap();
        Self { span: start..start + token.len(), ..self }
    }

    /// Only the first bytes of that.
    pub fn token(self, len: usize) -> Self {
        Self { span: self.span.start..self.span.start + len, ..self }
    }

    /// The text with what is certain; `None` if nothing is.
    pub fn repaired(self) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.rs"), self.text).unwrap();
        let span = |label: Option<&str>| {
            json!({
                "file_name": "a.rs", "byte_start": self.span.start, "byte_end": self.span.end,
                "line_start": 1, "line_end": 1, "column_start": 1, "column_end": 1, "is_primary": true, "text": [],
                "label": label, "suggested_replacement": null, "suggestion_applicability": null, "expansion": null,
            })
        };
        let mut spans = vec![span(self.label)];
        if let Some(due) = self.due {
            let start = self.text.find(due).unwrap();
            let mut other = span(Some("expected due to this"));
            other["is_primary"] = json!(false);
            other["byte_start"] = json!(start + 2);
            other["byte_end"] = json!(start + 5);
            spans.push(other);
        }
        let notes = self.note.map(|note| {
            json!({
                "message": "more about it", "level": "note", "children": [], "rendered": null, "code": null,
                "spans": [span(Some(note))],
            })
        });
        let error = json!({
            "message": self.message, "level": "error", "rendered": null,
            "code": self.code.map(|code| json!({ "code": code, "explanation": null })),
            "children": notes.into_iter().collect::<Vec<_>>(), "spans": spans,
        });
        let mut assets = Assets::default();
        assets.add_text(self.text);
        assets.add_text(self.also);
        let errors = [serde_json::from_value(error).unwrap()];
        let found = diagnose::findings(&errors, Path::new(folder.path()), &assets);
        let groups: Vec<_> = found.into_iter().map(|finding| finding.fix).collect();
        let (text, done) = fix::apply_to_text(self.text, &groups);
        (!done.is_empty()).then_some(text)
    }
}
