//! One mistake is one error, at the token to change, in words that a user knows.
//!
//! `cases/` holds what is reported well: one mistake a file, a dozen in those called `many_..`. `todo/` holds mistakes
//! whose report breaks a rule, or that nothing finds, and `pass_todo/` good code that does not compile; a file moves
//! on as soon as it can. All of them are checked by one `cargo check`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cases::{Report, files, reports, stem};

/// Names of generated code, and words about how it is made. `Port`, `Node`, `Workflow`, `Reuse`, `Retry` and `Failure`
/// are public.
const INTERNAL: &[&str] = &[
    "Cx",
    "Filling",
    "Frame",
    "NotCloned",
    "Obtain",
    "ObtainMove",
    "Sink",
    "Slot",
    "Started",
    "Thunk",
    "Ty",
    "Witness",
    "any_of",
    "compile_error",
    "filling_of",
    "give_ref",
    "launch",
    "lightflow_runtime",
    "macro",
    "output_of",
    "part_ref",
    "required_of",
];

/// Mistakes in a `many_..` file.
const MANY: usize = 12;

#[test]
fn every_mistake_is_one_error_at_its_token() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (cases, todo, pass) =
        (files(&root.join("cases")), files(&root.join("todo")), files(&root.join("pass_todo")));
    let reports = reports();
    let mut table = String::new();
    let mut wrong = Vec::new();

    for file in &cases {
        let report = &reports[&stem(file)];
        let faults = faults(file, report);
        table += &rows(file, report, &faults);
        wrong.extend(faults.into_iter().map(|fault| format!("cases/{}: {fault}", stem(file))));
    }
    table += "\nnot yet as it should be\n";
    for file in &todo {
        let report = &reports[&stem(file)];
        let faults = faults(file, report);
        table += &rows(file, report, &faults);
        if faults.is_empty() {
            wrong.push(format!("todo/{} is reported well now: move it to cases/", stem(file)));
        }
    }
    for file in &pass {
        if reports[&stem(file)].errors.is_empty() {
            wrong.push(format!("pass_todo/{} compiles now: move it to pass/", stem(file)));
        }
    }
    #[allow(clippy::print_stdout, reason = "a table to read: `-- --nocapture`")]
    {
        println!("{table}\n{} cases, {} to do", cases.len(), todo.len() + pass.len());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with the report of a file.
fn faults(file: &Path, report: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    let wanted = if stem(file).starts_with("many_") { MANY } else { 1 };
    if report.errors.len() != wanted {
        faults.push(format!("{} errors, not {wanted}", report.errors.len()));
    }
    for warning in &report.warnings {
        faults.push(format!("a warning besides: {}", first_line(warning)));
    }
    let source = fs::read_to_string(file).unwrap();
    for error in &report.errors {
        for span in primary(error) {
            if !in_file(span, file) {
                faults.push(format!("points to {}", span["file_name"]));
            } else if !span["expansion"].is_null() {
                faults.push(format!("points to generated code, at line {}", span["line_start"]));
            }
        }
        for span in all_spans(error) {
            if in_file(span, file) && is_attribute(span) {
                let what = if span["suggested_replacement"].is_null() { "points to" } else { "changes" };
                faults.push(format!("{what} the attribute of line {}", span["line_start"]));
            }
        }
        for word in internal_words(error["rendered"].as_str().unwrap(), &source) {
            faults.push(format!("says `{word}`"));
        }
    }
    faults.dedup();
    faults
}

fn primary(error: &Value) -> impl Iterator<Item = &Value> {
    error["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true)
}

/// The spans of an error and of its notes and suggestions.
fn all_spans(error: &Value) -> Vec<&Value> {
    let own = error["spans"].as_array().into_iter().flatten();
    let children = error["children"].as_array().into_iter().flatten();
    own.chain(children.flat_map(|child| child["spans"].as_array().into_iter().flatten())).collect()
}

fn in_file(span: &Value, file: &Path) -> bool {
    Path::new(span["file_name"].as_str().unwrap()).ends_with(file.file_name().unwrap())
}

/// Whether a span is a whole attribute, or what a suggestion puts behind one; a part of an attribute may be at fault.
fn is_attribute(span: &Value) -> bool {
    let line = &span["text"][0];
    let text = line["text"].as_str().unwrap_or_default();
    let start = line["highlight_start"].as_u64().unwrap_or(1) as usize;
    let highlighted: String = text.chars().skip(start - 1).collect();
    highlighted.starts_with('#') || highlighted.is_empty() && text.trim_start().starts_with("#[")
}

/// Words of generated code in a message; places of files do not count.
fn internal_words(rendered: &str, source: &str) -> Vec<String> {
    let text = rendered.lines().filter(|line| {
        let line = line.trim_start();
        !line.starts_with("-->") && !line.starts_with(":::")
    });
    let text = text.collect::<Vec<_>>().join("\n");
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let mut found: Vec<String> = words
        .filter(|word| {
            let numbered = word.rsplit_once('_').is_some_and(|(name, number)| {
                name.starts_with(|first: char| first.is_lowercase())
                    && !number.is_empty()
                    && number.chars().all(|digit| digit.is_ascii_digit())
            });
            INTERNAL.contains(word) || word.contains("__") || numbered && !source.contains(word)
        })
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

fn first_line(message: &Value) -> &str {
    message["message"].as_str().unwrap().lines().next().unwrap_or_default()
}

fn rows(file: &Path, report: &Report, faults: &[String]) -> String {
    let mut rows = String::new();
    for (index, error) in report.errors.iter().enumerate() {
        let name = if index == 0 { stem(file) } else { String::new() };
        let span = primary(error).next().unwrap_or(&Value::Null);
        rows += &format!(
            "{name:<32} {:>3}:{:<3} {:<6} {}\n",
            span["line_start"],
            span["column_start"].to_string(),
            error["code"]["code"].as_str().unwrap_or_default(),
            first_line(error),
        );
    }
    if report.errors.is_empty() {
        rows += &format!("{:<32} nothing is found\n", stem(file));
    }
    for fault in faults {
        rows += &format!("{:<32} ! {fault}\n", "");
    }
    rows
}

#[test]
fn a_report_with_a_fault_is_seen() {
    let source = "let photo_1 = 1;";
    assert_eq!(
        internal_words("expected `Frame<'_>`, found `__lf::Ty<u32>`", source),
        ["Frame", "Ty", "__lf"]
    );
    assert_eq!(
        internal_words("note: this error originates in the attribute macro `node`", source),
        ["macro"]
    );
    assert_eq!(internal_words("cannot find `photo_1`, `photo_2`", source), ["photo_2"]);
    assert!(
        internal_words("struct `resize` has no field\n --> lightflow_runtime/macro.rs", source).is_empty()
    );
}
