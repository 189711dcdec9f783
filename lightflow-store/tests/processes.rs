//! Several processes on one store, and processes that are killed: this program starts itself.

mod common;

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::*;
use lightflow_store::{Durability, Ending, GcPolicy, RunFilter, RunStatus, Store, StoreError};
use serde_json::json;

const ROOT: &str = "LIGHTFLOW_STORE_TEST_ROOT";
const ROLE: &str = "LIGHTFLOW_STORE_TEST_ROLE";

/// What a started process does. Started as a test, it does nothing.
#[test]
fn worker() {
    let (Ok(root), Ok(role)) = (env::var(ROOT), env::var(ROLE)) else { return };
    match role.as_str() {
        "share" => share(Path::new(&root)),
        "commit" => commit(Path::new(&root)),
        other => panic!("there is no role `{other}`"),
    }
}

fn start(role: &str, root: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "worker", "--nocapture"]).env(ROOT, root).env(ROLE, role);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// The output of an action: mostly large, and the same in each process.
fn output(key: u32) -> Vec<u8> {
    let len = if key.is_multiple_of(3) { 100 } else { 6000 };
    let mut bytes = key.to_le_bytes().to_vec();
    bytes.resize(len, u8::try_from(key % 251).unwrap());
    bytes
}

/// Computes what others have not computed yet, prunes and looks around.
fn share(root: &Path) {
    let store = Store::options().durability(Durability::Process).open(root).unwrap();
    let run = store.create(request("share")).unwrap();
    let mut random = fastrand::Rng::with_seed(u64::from(std::process::id()));
    for at in 0..300_u32 {
        let action = random.u32(..60);
        let mut done = step(&at.to_string());
        done.key = Some(key(&action.to_string()));
        match store.lookup(done.key.unwrap()).unwrap() {
            Some(found) => {
                assert_eq!(found.bytes, output(action));
                (done.cached, done.output) = (true, Some(found.digest));
                run.record_step(&done).unwrap();
            }
            None => drop(run.keep_step(&done, &output(action)).unwrap()),
        }
        run.append(&[json!({"at": at})]).unwrap();
        if at % 100 == 50 {
            // Old enough for nothing, but all of its steps are taken.
            store.gc(&GcPolicy { grace: Duration::ZERO, ..GcPolicy::default() }).unwrap();
            assert!(!store.list(&RunFilter::default()).unwrap().is_empty());
        }
    }
    run.finish(Ending::Finished, Some(&json!({})), None).unwrap();
}

#[test]
fn four_processes_share_one_store() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody has made the store yet: all four try.
    let workers: Vec<Child> = (0..4).map(|_| start("share", folder.path())).collect();
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let store = Store::open(folder.path()).unwrap();
    let runs = store.list(&RunFilter::default()).unwrap();
    assert_eq!(runs.len(), 4);
    for run in runs {
        assert_eq!(run.status, RunStatus::Finished);
        let steps = store.steps(run.id).unwrap();
        assert_eq!(steps.len(), 300);
        for step in steps {
            assert!(store.get(step.output.unwrap()).unwrap().is_some(), "no step lost its output");
        }
        assert_eq!(store.journal(run.id, 0).unwrap().read(999).unwrap().len(), 300);
    }
    assert_eq!(store.verify().unwrap().findings, []);
    assert_eq!(files_in(folder.path().join("tmp")).len(), 0);
}

/// Commits one step after another for ever, and says so after each.
fn commit(root: &Path) {
    let store = Store::open(root).unwrap();
    let run = store.create(request("commit")).unwrap();
    let mut out = std::io::stdout();
    for at in 0.. {
        let mut done = step(&at.to_string());
        done.key = Some(key(&at.to_string()));
        run.append(&[json!({"kind": "started", "step": at})]).unwrap();
        run.keep_step(&done, &output(at)).unwrap();
        run.append(&[json!({"kind": "done", "step": at})]).unwrap();
        writeln!(out, "\ndone {at}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_run_is_interrupted_at_once_and_loses_no_step_that_was_done() {
    for wanted in [1, 7, 40] {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let mut worker = start("commit", folder.path());
        let lines = BufReader::new(worker.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut done = lines.filter_map(|line| line.strip_prefix("done ")?.parse::<u32>().ok());
        let last = done.by_ref().take(wanted).last().unwrap();
        let id = store.find("last").unwrap().id;
        assert_eq!(store.run(id).unwrap().status, RunStatus::Running);
        assert!(matches!(store.resume(id), Err(StoreError::RunHeld { .. })));
        worker.kill().unwrap();
        worker.wait().unwrap();
        let last = done.last().unwrap_or(last);

        assert_eq!(store.run(id).unwrap().status, RunStatus::Interrupted);
        let run = store.resume(id).unwrap();
        for at in 0..=last {
            let found = store.lookup(key(&at.to_string())).unwrap();
            assert_eq!(found.unwrap().bytes, output(at));
            assert!(store.step(id, &at.to_string()).unwrap().is_some());
        }
        run.append(&[json!({"kind": "resumed"})]).unwrap();
        let events = store.journal(id, 0).unwrap().read(usize::MAX).unwrap();
        let numbers: Vec<u64> = events.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (0..run.next_seq()).collect::<Vec<_>>());
        assert!(events.len() > 2 * last as usize);
    }
}
