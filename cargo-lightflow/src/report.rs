//! Findings for people: as rustc writes them, but shorter.

use crate::diagnose::{Edge, End, Finding};
use crate::fix::Edit;

/// All findings, one below the other.
pub fn report(findings: &[Finding]) -> String {
    findings.iter().map(|finding| one(finding) + "\n").collect()
}

/// How many there are, and how many are repaired for certain.
pub fn count(findings: &[Finding]) -> String {
    let errors = number(findings.len(), "error");
    match findings.iter().filter(|finding| !finding.fix.is_empty()).count() {
        0 => errors,
        certain if certain == findings.len() => format!("{errors}, all with a certain repair"),
        certain => format!("{errors}, {certain} with a certain repair"),
    }
}

/// `1 error`, `2 errors`.
pub fn number(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn one(finding: &Finding) -> String {
    let code = finding.mistake.map(|mistake| mistake.code).or(finding.rustc.as_deref());
    let code = code.map(|code| format!("[{code}]")).unwrap_or_default();
    let mut text = format!("error{code}: {}\n", finding.message);
    let line = finding.line.to_string();
    let margin = " ".repeat(line.len());
    if !finding.file.is_empty() {
        text += &format!("{margin}--> {}:{}:{}", finding.file, finding.line, finding.column);
        text += &format!("{}\n", around(finding));
        let start = finding.column.saturating_sub(1);
        let length = finding.source.chars().count().saturating_sub(start).min(letters(finding)).max(1);
        text += &format!("{margin} |\n{line} | {}\n", finding.source);
        text += &format!("{margin} | {}{}\n", " ".repeat(start), "^".repeat(length));
    }
    let mut note = |name: &str, words: &str| text += &format!("{margin} = {name}: {words}\n");
    if let Some(edge) = &finding.edge {
        note("edge", &ends(edge));
    }
    if !finding.near.is_empty() && finding.fix.is_empty() {
        let near: Vec<String> = finding.near.iter().map(|name| format!("`{name}`")).collect();
        note("near", &near.join(", "));
    }
    match (&finding.fix[..], &finding.help) {
        ([], Some(help)) => note("help", help),
        ([], None) => {}
        (edits, _) => note("fix", &edits.iter().map(edit).collect::<Vec<_>>().join(", ")),
    }
    if finding.folded > 0 {
        note("note", &format!("{} that follow from it are not shown", number(finding.folded, "error")));
    }
    text
}

/// How many letters of the first line the token has.
fn letters(finding: &Finding) -> usize {
    let start =
        finding.source.char_indices().nth(finding.column.saturating_sub(1)).map_or(0, |(byte, _)| byte);
    let end = (start + finding.span.len()).min(finding.source.len());
    finding.source.get(start..end).map_or(1, |token| token.chars().count())
}

fn around(finding: &Finding) -> String {
    let Some(asset) = &finding.asset else { return String::new() };
    let asset = format!("{} `{}`", asset.kind.name(), asset.name);
    match &finding.step {
        Some(step) => format!(", step `{step}` of {asset}"),
        None => format!(", {asset}"),
    }
}

fn ends(Edge { producer, consumer }: &Edge) -> String {
    let port = match (&consumer.name, &consumer.node) {
        (Some(port), Some(node)) => format!("port `{port}` of `{node}`"),
        (None, Some(node)) => format!("`{node}`"),
        _ => "a port".to_owned(),
    };
    let takes = format!("{port} takes {}", quoted(&consumer.ty));
    let Some(End { name, node, ty }) = producer else { return takes };
    let from = match (name, node) {
        (Some(name), Some(node)) => format!("`{name}`, made by `{node}`,"),
        (Some(name), None) => format!("`{name}`"),
        (None, Some(node)) => format!("`{node}`"),
        (None, None) => "the value".to_owned(),
    };
    format!("{from} gives {}, {takes}", quoted(ty))
}

/// rustc says `integer` without a type's name.
fn quoted(ty: &str) -> String {
    if ty.contains("integer") || ty.starts_with("a ") { ty.to_owned() } else { format!("`{ty}`") }
}

fn edit(edit: &Edit) -> String {
    let shown = edit.replacement.trim();
    match (edit.start == edit.end, shown.is_empty()) {
        (true, _) => format!("add `{shown}`"),
        (false, true) => "remove what is marked".to_owned(),
        (false, false) => format!("write `{shown}`"),
    }
}
