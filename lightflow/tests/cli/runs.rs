//! Runs that are kept: what a second one need not do, and what can be seen of earlier ones.

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

fn run(store: &Path, rest: &str) -> Value {
    data(&call(store, To::Pipe, &format!("run packshot --photo a.png --json {rest}")))
}

#[test]
fn a_second_run_runs_nothing_and_says_so() {
    let store = tempfile::tempdir().unwrap();
    let first = run(store.path(), "");
    assert_eq!((&first["steps"], &first["cached"]), (&5.into(), &0.into()));
    let line = "run packshot --photo a.png";
    expect![[r#"
        exit 0
        --- stdout
        packshot done, 5 steps, 4 of them known, in _

        untitled: 1024 x 768
        --- stderr
           _ run cli/packshot
           _ known image
           _ start scaled (cli/twice)
           _ known scaled/small
           _ known scaled/fit
           _ known place
           _ done in _
    "#]]
    .assert_eq(&call(store.path(), To::Terminal, line).shown());
}

#[test]
fn a_run_says_why_its_steps_ran() {
    let store = tempfile::tempdir().unwrap();
    let reasons = |ran: &Value| -> Vec<String> {
        let reasons = ran["reasons"].as_array().unwrap().iter();
        let ports =
            |why: &Value| why["ports"].as_array().map(|ports| format!(" {ports:?}")).unwrap_or_default();
        reasons
            .map(|why| {
                format!(
                    "{}: {}{}",
                    why["step"].as_str().unwrap(),
                    why["reason"].as_str().unwrap(),
                    ports(why)
                )
            })
            .collect()
    };
    let first = run(store.path(), "--explain-cache");
    assert_eq!(reasons(&first)[0], "image: new");
    let second = run(store.path(), "--shot-title Mug --explain-cache");
    assert_eq!(reasons(&second), [r#"place: inputs [String("title")]"#]);
    assert_eq!(second["reasons"][0]["compared_with"], first["run"]);
    let third = run(store.path(), "--fresh scaled --explain-cache");
    assert_eq!(reasons(&third), ["scaled/small: asked", "scaled/fit: asked"]);
    assert_eq!(run(store.path(), "--no-cache")["cached"], 0);
}

#[test]
fn runs_are_listed_shown_and_compared() {
    let store = tempfile::tempdir().unwrap();
    let first = run(store.path(), "");
    let second = run(store.path(), "--side 64");
    let listed = data(&call(store.path(), To::Pipe, "runs list packshot --status finished --json"));
    let ids: Vec<&Value> = listed["runs"].as_array().unwrap().iter().map(|run| &run["id"]).collect();
    assert_eq!(ids, [&second["run"], &first["run"]], "the newest first");
    let got = data(&call(store.path(), To::Pipe, "runs get last --json"));
    assert_eq!((&got["run"]["id"], &got["request"]["inputs"]["side"]), (&second["run"], &64.into()));
    assert_eq!(got["outputs"], second["result"]);
    let steps = data(&call(store.path(), To::Pipe, "runs steps --json"));
    assert_eq!(steps["steps"][0]["cached"], true, "the photo was read before");
    let line = format!("runs diff {} last", first["run"].as_str().unwrap());
    expect![[r#"
        exit 0
        --- stdout
          side          512 → 64
          place         other inputs, other output
          scaled/fit    other inputs, other output
          scaled/small  other inputs, other output
    "#]]
    .assert_eq(&call(store.path(), To::Terminal, &line).shown());
    let events = call(store.path(), To::Pipe, "runs events last --from 1");
    let first: Value = serde_json::from_str(events.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&first["seq"], &first["event"]), (&1.into(), &"step_cached".into()));
}

#[test]
fn a_run_that_failed_goes_on_where_it_was() {
    let store = tempfile::tempdir().unwrap();
    let called = call(store.path(), To::Terminal, "run trouble --photo broken.png");
    assert_eq!(called.exit, Exit::Failed);
    assert!(called.stderr.contains("what is done is kept: `studio runs resume "), "{}", called.stderr);
    let again = call(store.path(), To::Pipe, "runs resume last --json");
    assert_eq!(again.exit, Exit::Failed, "the photo is still broken");
    let steps = data(&call(store.path(), To::Pipe, "runs steps --json"));
    let paths: Vec<&str> =
        steps["steps"].as_array().unwrap().iter().map(|step| step["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["good"]);
    assert_eq!(steps["steps"][0]["cached"], true, "it was not run again");
}

#[test]
fn a_run_that_is_not_there_or_is_over_is_a_clear_mistake() {
    let store = tempfile::tempdir().unwrap();
    run(store.path(), "");
    let called = call(store.path(), To::Terminal, "runs get 7777");
    expect![[r#"
        exit 2
        --- stderr
        error: there is no run `7777` in this store
        help: list the runs, and take an id or the beginning of one
    "#]]
    .assert_eq(&called.shown());
    let called = call(store.path(), To::Terminal, "runs resume last");
    assert_eq!(called.exit, Exit::Usage);
    assert!(called.stderr.contains("has already finished"), "{}", called.stderr);
}

#[test]
fn a_store_that_cannot_be_opened_is_told_before_anything_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no store").unwrap();
    let called = call(&file, To::Terminal, "run packshot --photo a.png");
    let shown = called.shown().replace(&*file.to_string_lossy(), "FILE");
    expect![[r#"
        exit 1
        --- stderr
        error: `FILE` is not a store: it is a file
        help: choose an empty folder, or one that a store was made in before; `--store DIR` takes another, `--store none` does without
    "#]].assert_eq(&shown);
}

#[test]
fn the_store_is_counted_checked_and_swept() {
    let store = tempfile::tempdir().unwrap();
    run(store.path(), "");
    let stats = data(&call(store.path(), To::Pipe, "store stats --json"));
    assert_eq!((&stats["actions"], &stats["steps"]), (&4.into(), &4.into()));
    let verified = call(store.path(), To::Terminal, "store verify");
    assert!(verified.stdout.starts_with("all is well"), "{}", verified.shown());
    assert_eq!(
        data(&call(store.path(), To::Pipe, "runs delete last --json"))["deleted"].as_str().map(str::len),
        Some(36)
    );
    assert_eq!(data(&call(store.path(), To::Pipe, "store gc --json"))["runs"], 0);
    assert_eq!(run(store.path(), "")["cached"], 4, "what the steps gave is still there");
}

#[test]
fn a_preset_gives_inputs_and_flags_win() {
    let store = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.toml");
    std::fs::write(&file, "workflow = \"cli/packshot\"\n[inputs]\nphoto = \"a.png\"\nside = 64\n").unwrap();
    let preset = |rest: &str| {
        data(&call(
            store.path(),
            To::Pipe,
            &format!("run packshot --preset {} --json {rest}", file.display()),
        ))
    };
    assert_eq!(preset("")["result"], "untitled: 128 x 96");
    assert_eq!(preset("--side 32")["result"], "untitled: 64 x 48");
    std::fs::write(&file, "[inputs]\nphoto = \"a.png\"\nsied = 64\n").unwrap();
    let called = call(store.path(), To::Terminal, &format!("run packshot --preset {}", file.display()));
    assert_eq!(called.exit, Exit::Usage);
    assert!(called.stderr.contains("sied"), "{}", called.stderr);
    let called = call(store.path(), To::Terminal, "run packshot --photo a.png --preset smal");
    assert!(called.stderr.contains("there is no preset `smal`"), "{}", called.stderr);
}

/// All bytes of all files below a folder.
fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(bytes(&path)) } else { all.extend(std::fs::read(&path).unwrap()) }
    }
    all
}

#[test]
fn a_secret_is_nowhere_but_in_its_node() {
    let store = tempfile::tempdir().unwrap();
    let line = "run asking --question why --key hunter2 --events --json";
    let called = call(store.path(), To::Pipe, line);
    assert_eq!(called.exit, Exit::Done, "{}", called.shown());
    assert!(called.stdout.contains("why 7"), "the node has it: {}", called.stdout);
    let preview = call(store.path(), To::Terminal, "preview asking --question why --key hunter2");
    let failed = call(store.path(), To::Terminal, "run asking --key hunter2");
    for text in [&called.stdout, &called.stderr, &preview.stdout, &failed.stderr] {
        assert!(!text.contains("hunter2"), "{text}");
    }
    let kept = bytes(store.path());
    assert!(!kept.windows(7).any(|part| part == b"hunter2"), "the store has it");
    let request = data(&call(store.path(), To::Pipe, "runs request last --json"));
    assert_eq!(request["inputs"]["key"], "(secret)");
    let again = data(&call(store.path(), To::Pipe, "run asking --question why --key other --json"));
    assert_eq!(again["cached"], 1, "another key is no other question");
}
