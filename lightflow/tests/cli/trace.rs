//! What can be seen of a run afterwards: its trace, and what its steps said.

use std::path::Path;

use expect_test::expect;
use lightflow::cli::Exit;
use lightflow::runs::StorePlace;
use serde_json::Value;

use crate::support::{Called, To, call_with};

fn call(store: &Path, to: To, line: &str) -> Called {
    call_with(to, line, |io| io.store = StorePlace::At(store.into()))
}

fn data(called: &Called) -> Value {
    assert_eq!(called.exit, Exit::Done, "{}", called.shown());
    serde_json::from_str::<Value>(&called.stdout).unwrap()["data"].take()
}

/// Times become `TIME`, and waits `_`.
fn steady(text: &str) -> String {
    let line = |line: &str| {
        let time = line.find('Z').filter(|at| *at == 23).map_or(0, |at| at + 1);
        let rest = &line[time..];
        let rest = match rest.split_once("next in ").map(|(before, after)| (before, after.split_once(" ms")))
        {
            Some((before, Some((_, after)))) => format!("{before}next in _{after}"),
            _ => rest.to_owned(),
        };
        format!("{}{rest}\n", if time == 0 { "" } else { "TIME" })
    };
    text.lines().map(line).collect()
}

#[test]
fn what_steps_said_is_shown_with_its_times() {
    let store = tempfile::tempdir().unwrap();
    call(store.path(), To::Pipe, "run packshot --photo a.png");
    let logs = call(store.path(), To::Terminal, "runs logs last");
    expect![[r#"
        TIME place on White
    "#]]
    .assert_eq(&steady(&logs.stdout));
    call(store.path(), To::Pipe, "run trouble --photo broken.png");
    let logs = call(store.path(), To::Terminal, "runs logs");
    expect![[r#"
        TIME image try 1 failed, next in _: the file ends too early
        TIME image try 2 failed, next in _: the file ends too early
        TIME image failed: the file ends too early
    "#]]
    .assert_eq(&steady(&logs.stdout));
    let lines = data(&call(store.path(), To::Pipe, "runs logs --step image"));
    assert_eq!(lines["lines"].as_array().unwrap().len(), 3);
    assert_eq!(lines["lines"][2]["step"], "image");
    assert_eq!(lines["lines"][2]["text"], "failed: the file ends too early");
    let lines = data(&call(store.path(), To::Pipe, "runs logs --step imag"));
    assert_eq!(lines["lines"], Value::Array(Vec::new()));
    let nothing = call(store.path(), To::Terminal, "runs logs --step good");
    assert_eq!(nothing.stdout, "no step said anything\n");
}

#[test]
fn steps_that_said_something_have_files() {
    let store = tempfile::tempdir().unwrap();
    call(store.path(), To::Pipe, "run trouble --photo broken.png");
    let listed = data(&call(store.path(), To::Pipe, "runs logs --files"));
    let files: Vec<&str> =
        listed["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let [file] = files[..] else { panic!("{files:?}") };
    assert!(file.ends_with("/logs/image.log"), "{file}");
    expect![[r#"
        TIME try 1 failed, next in _: the file ends too early
        TIME try 2 failed, next in _: the file ends too early
        TIME failed: the file ends too early
    "#]]
    .assert_eq(&steady(&std::fs::read_to_string(file).unwrap()));
    let shown = call(store.path(), To::Terminal, "runs logs --files --step image");
    assert_eq!(shown.stdout, format!("{file}\n"));
    let none = call(store.path(), To::Terminal, "runs logs --files --step good");
    assert_eq!(none.stdout, "no files\n");
}

#[test]
fn a_run_that_goes_on_writes_on_in_the_same_files() {
    let store = tempfile::tempdir().unwrap();
    call(store.path(), To::Pipe, "run trouble --photo broken.png");
    call(store.path(), To::Pipe, "runs resume last");
    let listed = data(&call(store.path(), To::Pipe, "runs logs --files"));
    let text = std::fs::read_to_string(listed["files"][0].as_str().unwrap()).unwrap();
    assert_eq!(text.matches("failed: the file ends too early").count(), 2, "{text}");
    let lines = data(&call(store.path(), To::Pipe, "runs logs"))["lines"].take();
    assert_eq!(lines.as_array().unwrap().len(), text.lines().count());
}

#[test]
fn log_files_that_cannot_be_written_do_not_stop_the_run() {
    let store = tempfile::tempdir().unwrap();
    call(store.path(), To::Pipe, "run trouble --photo broken.png");
    let id = data(&call(store.path(), To::Pipe, "runs get --json"))["run"]["id"].take();
    let logs = store.path().join("runs").join(id.as_str().unwrap()).join("logs");
    std::fs::remove_dir_all(&logs).unwrap();
    std::fs::write(&logs, "no folder").unwrap();
    let called = call(store.path(), To::Terminal, "runs resume last");
    assert_eq!(called.exit, Exit::Failed);
    let warnings = called.stderr.matches("cannot write the log of the step `image`").count();
    assert_eq!(warnings, 1, "{}", called.stderr);
    let lines = data(&call(store.path(), To::Pipe, "runs logs"))["lines"].take();
    assert_eq!(lines.as_array().unwrap().len(), 6, "the journal has them all");
}

#[test]
fn a_trace_is_the_document_itself_also_in_a_pipe() {
    let store = tempfile::tempdir().unwrap();
    call(store.path(), To::Pipe, "run packshot --photo a.png");
    let called = call(store.path(), To::Pipe, "runs trace");
    assert_eq!(called.exit, Exit::Done);
    let document: Value = serde_json::from_str(&called.stdout).unwrap();
    assert_eq!(document["resourceSpans"][0]["scopeSpans"][0]["scope"]["name"], "lightflow");
    assert_eq!(called.stdout, call(store.path(), To::Terminal, "runs trace last").stdout);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace.json");
    let written = call(store.path(), To::Terminal, &format!("runs trace --output {}", file.display()));
    assert_eq!(written.stdout, format!("wrote {}, 6 spans\n", file.display()));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), called.stdout);
    let nowhere = call(store.path(), To::Terminal, "runs trace --output /no/such/folder/trace.json");
    assert_eq!(nowhere.exit, Exit::Failed);
    assert!(
        nowhere.stderr.starts_with("error: cannot write `/no/such/folder/trace.json`"),
        "{}",
        nowhere.stderr
    );
    assert_eq!(call(store.path(), To::Terminal, "runs trace 7777").exit, Exit::Usage);
}
