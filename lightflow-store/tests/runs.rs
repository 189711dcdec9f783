//! Runs: how they begin, go on, end, and are found again.

mod common;

use common::*;
use lightflow_store::{Ending, RunFilter, RunStatus, Store, StoreError};
use serde_json::{Value, json};

fn json_file(path: impl AsRef<std::path::Path>) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn people_can_read_the_folder_of_a_run() {
    let (folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    let of_run = folder.path().join("runs").join(run.id().to_string());
    assert_eq!(run.folder(), of_run);
    assert_eq!(json_file(of_run.join("request.json"))["workflow"], "poster");
    assert_eq!(json_file(of_run.join("status.json"))["status"], "running");
    assert!(run.logs().is_dir());
    run.append(&[json!({"kind": "started"})]).unwrap();
    run.finish(Ending::Finished, Some(&json!({"image": "x"})), None).unwrap();
    assert_eq!(json_file(of_run.join("status.json"))["status"], "finished");
    assert_eq!(json_file(of_run.join("outputs.json")), json!({"image": "x"}));
    let events = std::fs::read_to_string(of_run.join("events.jsonl")).unwrap();
    assert_eq!(events, "{\"seq\":0,\"kind\":\"started\"}\n");
}

#[test]
fn a_run_is_held_until_its_handle_is_dropped() {
    let (folder, store) = store();
    let other = Store::open(folder.path()).unwrap();
    let run = store.create(request("poster")).unwrap();
    let id = run.id();
    assert_eq!(other.run(id).unwrap().status, RunStatus::Running);
    assert!(matches!(other.resume(id), Err(StoreError::RunHeld { .. })));
    assert!(matches!(other.delete(id), Err(StoreError::RunHeld { .. })));
    drop(run);
    assert_eq!(other.run(id).unwrap().status, RunStatus::Interrupted);
    let run = other.resume(id).unwrap();
    assert_eq!(store.run(id).unwrap().status, RunStatus::Running);
    run.finish(Ending::Failed, None, Some("no such file")).unwrap();
    let failed = store.run(id).unwrap();
    assert_eq!((failed.status, failed.error.as_deref()), (RunStatus::Failed, Some("no such file")));
}

#[test]
fn an_ended_run_takes_nothing_more() {
    let (_folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    run.finish(Ending::Finished, Some(&json!(1)), None).unwrap();
    assert!(matches!(run.append(&["{}"]), Err(StoreError::RunEnded { .. })));
    assert!(matches!(run.record_step(&step("a")), Err(StoreError::RunEnded { .. })));
    assert!(matches!(run.finish(Ending::Failed, None, None), Err(StoreError::RunEnded { .. })));
    let id = run.id();
    drop(run);
    let error = store.resume(id).unwrap_err();
    assert_eq!(error.to_string(), format!("the run `{id}` has already finished"));
    assert_eq!(store.outputs(id).unwrap(), Some(json!(1)));
}

#[test]
fn runs_are_listed_newest_first_and_in_pages() {
    let (_folder, store) = store();
    let mut ids = Vec::new();
    for at in 0..50 {
        let run = store.create(request(if at % 2 == 0 { "even" } else { "odd" })).unwrap();
        if at % 5 != 0 {
            run.finish(Ending::Finished, None, None).unwrap();
        }
        ids.insert(0, run.id());
    }
    let listed = |filter: RunFilter| -> Vec<_> {
        store.list(&filter).unwrap().into_iter().map(|run| run.id).collect()
    };
    assert_eq!(listed(RunFilter::default()), ids);
    let even = listed(RunFilter { workflow: Some("even".into()), ..RunFilter::default() });
    assert_eq!(even.len(), 25);
    let interrupted = RunFilter { status: Some(RunStatus::Interrupted), ..RunFilter::default() };
    assert_eq!(listed(interrupted).len(), 10);
    let running = RunFilter { status: Some(RunStatus::Running), ..RunFilter::default() };
    assert!(listed(running).is_empty());

    let mut pages = Vec::new();
    while pages.len() < 50 {
        let page = RunFilter { limit: Some(7), after: pages.last().copied(), ..RunFilter::default() };
        pages.extend(listed(page));
    }
    assert_eq!(pages, ids);
    let since = store.run(ids[9]).unwrap().created_ms;
    assert!(listed(RunFilter { since_ms: Some(since), ..RunFilter::default() }).len() >= 10);
    assert!(listed(RunFilter { since_ms: Some(u64::MAX), ..RunFilter::default() }).is_empty());
}

#[test]
fn a_run_is_found_by_its_id_its_beginning_or_as_the_last() {
    let (_folder, store) = store();
    assert!(matches!(store.find("last"), Err(StoreError::NoRun { .. })));
    let first = store.create(request("a")).unwrap().id();
    let second = store.create(request("a")).unwrap().id();
    assert_eq!(store.find("last").unwrap().id, second);
    let text = first.to_string();
    assert_eq!(store.find(&text).unwrap().id, first);
    assert_eq!(store.find(&text[..35]).unwrap().id, first);
    assert_eq!(store.find(&text[..35].to_uppercase()).unwrap().id, first);
    let error = store.find(&text[..4]).unwrap_err();
    assert!(matches!(&error, StoreError::SeveralRuns { matches, .. } if matches == &[first, second]));
    for asked in ["", "zz", "%", "../..", "ffffffff"] {
        let error = store.find(asked).unwrap_err();
        assert_eq!(error.to_string(), format!("there is no run `{asked}` in this store"));
    }
}

#[test]
fn a_deleted_run_is_gone_and_its_outputs_stay() {
    let (folder, store) = store();
    let run = store.create(request("a")).unwrap();
    let digest = run.keep_step(&step("x"), &large(1)).unwrap();
    let (id, path) = (run.id(), run.folder().to_owned());
    drop(run);
    store.delete(id).unwrap();
    assert!(!path.exists());
    assert!(matches!(store.run(id), Err(StoreError::NoRun { .. })));
    assert!(matches!(store.steps(id), Err(StoreError::NoRun { .. })));
    assert!(matches!(store.delete(id), Err(StoreError::NoRun { .. })));
    assert_eq!(store.get(digest).unwrap().unwrap(), large(1));
    assert!(files_in(folder.path().join("tmp")).is_empty());
}

#[test]
fn a_changed_request_is_noticed() {
    let (_folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    assert_eq!(store.request(run.id()).unwrap().inputs, json!({"side": 512}));
    let path = run.folder().join("request.json");
    let text = std::fs::read_to_string(&path).unwrap().replace("512", "513");
    std::fs::write(&path, text).unwrap();
    assert!(matches!(store.request(run.id()), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_step_is_recorded_with_its_output_and_its_action() {
    let (_folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    let mut done = step("shots[3]/shot/mask");
    done.key = Some(key("mask"));
    done.inputs = vec![("image".into(), key("photo")), ("side".into(), key("512"))];
    let digest = run.keep_step(&done, b"a mask").unwrap();
    done.output = Some(digest);
    assert_eq!(store.steps(run.id()).unwrap(), [done.clone()]);
    assert_eq!(store.step(run.id(), &done.path).unwrap(), Some(done.clone()));
    assert_eq!(store.lookup(key("mask")).unwrap().unwrap().bytes, "a mask");
    assert_eq!(store.action(key("mask")).unwrap().unwrap().run, Some(run.id()));

    let mut failed = step("z");
    failed.error = Some("out of memory".into());
    failed.started_ms = 5;
    run.record_step(&failed).unwrap();
    assert_eq!(store.steps(run.id()).unwrap(), [done, failed]);
}

#[test]
fn several_steps_are_recorded_together() {
    let (_folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    let (mut a, b, c) = (step("a"), step("b"), step("c"));
    a.key = Some(key("a"));
    let big = large(1);
    let digests = run.keep_steps(&[(&a, Some(b"1")), (&b, Some(&big)), (&c, None)]).unwrap();
    assert_eq!(digests[2], None);
    assert_eq!(store.get(digests[1].unwrap()).unwrap().unwrap(), big);
    assert_eq!(store.steps(run.id()).unwrap().len(), 3);
}

#[test]
fn the_last_record_of_a_step_comes_from_the_newest_earlier_run_that_has_it() {
    let (_folder, store) = store();
    let runs: Vec<_> =
        ["poster", "poster", "other", "poster"].map(|name| store.create(request(name)).unwrap()).into();
    for (run, print) in runs.iter().zip(["1", "2", "3"]) {
        let mut done = step("mask");
        done.fingerprint = print.into();
        run.record_step(&done).unwrap();
    }
    let last = |before| {
        let found = store.last_step("poster", "mask", before).unwrap();
        found.map(|(id, step)| (id, step.fingerprint))
    };
    assert_eq!(last(Some(runs[3].id())), Some((runs[1].id(), "2".into())));
    assert_eq!(last(Some(runs[1].id())), Some((runs[0].id(), "1".into())));
    assert_eq!(last(Some(runs[0].id())), None);
    assert_eq!(last(None), Some((runs[1].id(), "2".into())));
    assert_eq!(store.last_step("poster", "never", None).unwrap(), None);
}
