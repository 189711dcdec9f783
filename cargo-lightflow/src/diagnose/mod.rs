//! From rustc's messages to findings: which mistake it is, where in which graph, and how it is repaired.

mod bridge;
mod cascade;
mod classify;
mod cycle;
mod edge;
mod names;
mod text;
mod types;
mod words;

use std::ops::Range;
use std::path::Path;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use lightflow_errors::Mistake;
use serde::{Serialize, Serializer};

use crate::fix::{self, Edit};
use crate::source::{Assets, File, Files, Kind, Place, Statement};

pub(crate) use bridge::only as only_bridge;
pub use edge::{Edge, End};
pub use names::nearest;
pub use types::Types;

/// One mistake.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Its code in the error index; none for mistakes in plain Rust, such as in a node's body.
    #[serde(rename = "code", serialize_with = "code_of")]
    pub mistake: Option<Mistake>,
    /// rustc's code, if it has one.
    pub rustc: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file, relative to the workspace.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The token to change, in bytes of the file.
    pub span: Range<usize>,
    /// The workflow, composition or node around it.
    pub asset: Option<Around>,
    /// The step, by way of the steps around it: `shots/shot`.
    pub step: Option<String>,
    /// Names that may be meant, the nearest first.
    pub near: Vec<String>,
    /// The edge, if the mistake is about one.
    pub edge: Option<Edge>,
    /// Edits that repair it for certain; none if there is more than one way.
    pub fix: Vec<Edit>,
    /// Further errors at the same token, or in code generated for it, that are not shown.
    pub folded: usize,
    /// The line of the source.
    #[serde(skip)]
    pub source: String,
}

/// The asset around a mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Around {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
}

#[expect(clippy::ref_option, reason = "serde gives it so")]
fn code_of<S: Serializer>(mistake: &Option<Mistake>, serializer: S) -> Result<S::Ok, S::Error> {
    mistake.map(|mistake| mistake.code).serialize(serializer)
}

/// An error of rustc, with what the sources say about its place.
pub(crate) struct Seen<'a> {
    pub error: &'a Diagnostic,
    pub span: &'a DiagnosticSpan,
    pub range: Range<usize>,
    pub file: &'a File,
    pub place: Option<&'a Place>,
    pub assets: &'a Assets,
}

impl Seen<'_> {
    pub fn code(&self) -> &str {
        self.error.code.as_ref().map_or("", |code| code.code.as_str())
    }

    /// The text of the token.
    pub fn token(&self) -> &str {
        self.file.slice(&self.range)
    }

    /// The function around it, if its body is a graph.
    pub fn graph(&self) -> Option<&syn::ItemFn> {
        self.place.filter(|place| place.is_graph()).and_then(|place| place.function.as_ref())
    }

    /// Labels of other places in the same file.
    pub fn labels(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        let others = self.error.spans.iter().filter(|span| !span.is_primary);
        let here = others.filter(|span| span.file_name == self.span.file_name);
        here.filter_map(|span| Some((span.label.as_deref()?, range_of(span))))
    }
}

/// Finds the mistakes behind rustc's errors, in the order of files and lines.
///
/// `root` is what the file names in the messages are relative to: the workspace.
pub fn findings(errors: &[Diagnostic], root: &Path, assets: &Assets) -> Vec<Finding> {
    let mut files = Files::below(root);
    let mut found: Vec<Finding> = Vec::new();
    let errors: Vec<Diagnostic> = errors.iter().map(|error| cycle::in_words(error).into_owned()).collect();
    for (error, folded) in cascade::fold(&errors) {
        let Some(span) = error.spans.iter().find(|span| span.is_primary) else {
            found.push(without_place(error));
            continue;
        };
        let Ok(file) = files.get(&span.file_name) else {
            found.push(Finding { folded, ..placed(error, span) });
            continue;
        };
        let range = range_of(span);
        let place = Place::of(&file, &range);
        let seen = Seen { error, span, range, file: &file, place: place.as_ref(), assets };
        found.push(Finding { folded, ..read(&seen) });
    }
    found.sort_by(|one, other| {
        (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column))
    });
    found
}

fn read(seen: &Seen<'_>) -> Finding {
    let mistake = classify::mistake(seen);
    let edge = edge::edge(seen, mistake);
    let near = names::near(seen, mistake);
    let mut finding = placed(seen.error, seen.span);
    finding.fix = fix::certain(seen, mistake, &near);
    if let Some(message) = mistake.and_then(|mistake| words::message(seen, mistake)) {
        finding.message = message;
    }
    finding.mistake = mistake;
    finding.near = near;
    finding.edge = edge;
    finding.source = seen.file.line(seen.range.start).to_owned();
    finding.asset = seen.place.map(|place| Around { kind: place.kind, name: place.name.clone() });
    finding.step = seen.graph().and_then(|function| {
        let steps =
            Statement::around(function, &seen.range).iter().map(Statement::step).collect::<Option<Vec<_>>>();
        steps.filter(|steps| !steps.is_empty()).map(|steps| steps.join("/"))
    });
    if finding.help.is_none() {
        finding.help = bridge::help(seen, mistake);
    }
    if finding.help.is_none() {
        finding.help = mistake
            .and_then(|mistake| lightflow_errors::page(mistake.code).ok())
            .map(|page| page.fix.to_owned());
    }
    finding
}

/// What rustc alone says.
fn placed(error: &Diagnostic, span: &DiagnosticSpan) -> Finding {
    Finding {
        file: span.file_name.clone(),
        line: span.line_start,
        column: span.column_start,
        span: range_of(span),
        source: span.text.first().map(|line| line.text.clone()).unwrap_or_default(),
        ..without_place(error)
    }
}

fn without_place(error: &Diagnostic) -> Finding {
    let (message, help) = text::message(error);
    Finding {
        mistake: None,
        rustc: error.code.as_ref().map(|code| code.code.clone()).filter(|code| code.starts_with('E')),
        message,
        help,
        file: String::new(),
        line: 0,
        column: 0,
        span: 0..0,
        asset: None,
        step: None,
        near: Vec::new(),
        edge: None,
        fix: Vec::new(),
        folded: 0,
        source: String::new(),
    }
}

pub(crate) fn range_of(span: &DiagnosticSpan) -> Range<usize> {
    span.byte_start as usize..span.byte_end as usize
}

/// Whether a message is an error, and not the count of errors at the end.
pub fn is_error(message: &Diagnostic) -> bool {
    matches!(message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice)
        && !message.message.starts_with("aborting due to")
        && !message.message.starts_with("could not compile")
}
