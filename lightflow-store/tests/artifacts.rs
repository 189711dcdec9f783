//! What people see of a run: the files that it made, what they say of them, and stopping it.

mod common;

use std::time::{Duration, SystemTime};

use common::*;
use lightflow_store::{
    Artifact, Cancelled, Digest, Ending, GcPolicy, NewVerdict, RunFilter, RunHandle, RunRequest, RunStatus,
    Store, StoreError, VerdictFilter,
};
use serde_json::json;

fn artifact(store: &Store, name: &str, content: &[u8]) -> Artifact {
    let digest = store.put(content).unwrap();
    Artifact { name: name.into(), step: "save".into(), digest, len: content.len() as u64 }
}

fn finished(store: &Store, name: &str, content: &[u8]) -> (RunHandle, Artifact) {
    let run = store.create(request("poster")).unwrap();
    let artifact = artifact(store, name, content);
    run.attach_artifacts(std::slice::from_ref(&artifact)).unwrap();
    run.finish(Ending::Finished, None, None).unwrap();
    (run, artifact)
}

/// Forgets everything that nobody needs, whatever its age.
fn gc(store: &Store) {
    store.gc(&GcPolicy { grace: Duration::ZERO, ..GcPolicy::default() }).unwrap();
}

#[test]
fn the_files_of_a_run_are_found_by_run_and_by_content() {
    let (_folder, store) = store();
    let (first, poster) = finished(&store, "poster.png", b"a poster");
    let (second, _) = finished(&store, "again.png", b"a poster");
    assert_eq!(store.artifacts(first.id()).unwrap(), std::slice::from_ref(&poster));
    let runs: Vec<_> = store.runs_with(poster.digest).unwrap().into_iter().map(|(run, _)| run).collect();
    assert_eq!(runs, [second.id(), first.id()], "the newest first");
    assert!(store.runs_with(Digest::of(b"another")).unwrap().is_empty());
}

#[test]
fn a_file_that_is_written_again_is_there_once() {
    let (_folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    run.attach_artifacts(&[artifact(&store, "a.png", b"one")]).unwrap();
    let later = artifact(&store, "a.png", b"two");
    run.attach_artifacts(std::slice::from_ref(&later)).unwrap();
    assert_eq!(store.artifacts(run.id()).unwrap(), [later]);
}

#[test]
fn the_files_of_a_run_are_kept_with_it() {
    let clock = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(1_000_000));
    let folder = tempfile::tempdir().unwrap();
    let seconds = clock.clone();
    let now = move || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.load(std::sync::atomic::Ordering::Relaxed))
    };
    let store = Store::options().clock(now).open(folder.path()).unwrap();
    let (run, poster) = finished(&store, "poster.png", b"a poster");
    let id = run.id();
    drop(run);
    clock.fetch_add(100_000, std::sync::atomic::Ordering::Relaxed);
    gc(&store);
    assert!(store.contains(poster.digest).unwrap());
    store.delete(id).unwrap();
    gc(&store);
    assert!(!store.contains(poster.digest).unwrap());
}

#[test]
fn a_verdict_outlives_its_run_and_keeps_the_content() {
    let clock = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(1_000_000));
    let folder = tempfile::tempdir().unwrap();
    let seconds = clock.clone();
    let now = move || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.load(std::sync::atomic::Ordering::Relaxed))
    };
    let store = Store::options().clock(now).open(folder.path()).unwrap();
    let (run, poster) = finished(&store, "poster.png", b"a poster");
    let id = run.id();
    let note = Some("the light is right".to_owned());
    let said = store.judge(&NewVerdict { run: id, artifact: poster.clone(), picked: true, note }).unwrap();
    drop(run);
    store.delete(id).unwrap();
    clock.fetch_add(100_000, std::sync::atomic::Ordering::Relaxed);
    gc(&store);
    let found =
        store.verdicts(&VerdictFilter { content: Some(poster.digest), ..Default::default() }).unwrap();
    assert_eq!(found, [said]);
    assert_eq!(found[0].request.inputs, json!({ "side": 512 }), "with what made it");
    assert_eq!(&store.get(poster.digest).unwrap().unwrap()[..], b"a poster");
    let other = VerdictFilter { workflow: Some("other".into()), ..Default::default() };
    assert!(store.verdicts(&other).unwrap().is_empty());
}

#[test]
fn a_queued_run_waits_for_whoever_starts_it() {
    let (folder, store) = store();
    let id = store.queue(RunRequest { sweep: Some("night".into()), ..request("poster") }).unwrap();
    let other = Store::open(folder.path()).unwrap();
    let created = RunFilter { status: Some(RunStatus::Created), ..RunFilter::default() };
    assert_eq!(other.list(&created).unwrap()[0].id, id);
    let of_sweep = RunFilter { sweep: Some("night".into()), ..RunFilter::default() };
    assert_eq!(other.list(&of_sweep).unwrap().len(), 1);
    gc(&other);
    let run = other.resume(id).unwrap();
    assert_eq!(store.run(id).unwrap().status, RunStatus::Running);
    run.finish(Ending::Finished, None, None).unwrap();
}

#[test]
fn a_run_that_nobody_works_on_is_cancelled_at_once() {
    let (_folder, store) = store();
    let queued = store.queue(request("poster")).unwrap();
    assert_eq!(store.cancel(queued).unwrap(), Cancelled::Now);
    assert_eq!(store.run(queued).unwrap().status, RunStatus::Cancelled);
    let error = store.cancel(queued).unwrap_err();
    assert_eq!(error.to_string(), format!("the run `{queued}` has already been cancelled"));
    let interrupted = store.create(request("poster")).unwrap().id();
    assert_eq!(store.cancel(interrupted).unwrap(), Cancelled::Now);
}

#[test]
fn who_works_on_a_run_is_asked_to_stop() {
    let (folder, store) = store();
    let run = store.create(request("poster")).unwrap();
    assert!(!run.is_cancel_asked());
    let other = Store::open(folder.path()).unwrap();
    assert_eq!(other.cancel(run.id()).unwrap(), Cancelled::Asked);
    assert!(run.is_cancel_asked());
    run.finish(Ending::Cancelled, None, None).unwrap();
    let id = run.id();
    drop(run);
    assert!(matches!(other.cancel(id), Err(StoreError::RunEnded { .. })));
    assert!(!other.resume(id).unwrap().is_cancel_asked(), "it goes on until it is asked again");
}

#[test]
fn larger_contents_may_lie_in_a_cache_that_may_be_lost() {
    let (state, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let open = || Store::options().cache(cache.path()).open(state.path()).unwrap();
    let digest = open().put(&large(1)).unwrap();
    assert!(blob(cache.path(), digest).exists());
    assert_eq!(&open().get(digest).unwrap().unwrap()[..], large(1));
    for entry in files_in(cache.path()) {
        std::fs::remove_dir_all(entry).unwrap();
    }
    let store = open();
    assert_eq!(store.get(digest).unwrap(), None, "it is computed again");
    store.put(&large(1)).unwrap();
    assert_eq!(&store.get(digest).unwrap().unwrap()[..], large(1));
}

#[test]
fn a_run_that_a_server_is_to_finish_says_so_also_to_the_next_server() {
    let (folder, store) = store();
    let wanted = store.queue(RunRequest { wanted: true, ..request("poster") }).unwrap();
    let other = store.queue(request("poster")).unwrap();
    let next = Store::open(folder.path()).unwrap();
    let filter = RunFilter { wanted: Some(true), ..RunFilter::default() };
    let ids = |runs: Vec<lightflow_store::Run>| runs.into_iter().map(|run| run.id).collect::<Vec<_>>();
    assert_eq!(ids(next.list(&filter).unwrap()), [wanted]);
    next.want(other).unwrap();
    assert_eq!(ids(store.list(&filter).unwrap()), [other, wanted]);
}

#[test]
fn the_same_request_twice_is_one_run() {
    let (_folder, store) = store();
    let named = || RunRequest { request_key: Some("order 7".into()), ..request("poster") };
    let first = store.queue(named()).unwrap();
    assert_eq!(store.requested_as("order 7").unwrap(), Some(first));
    assert_eq!(store.requested_as("order 8").unwrap(), None);
    assert!(store.queue(named()).is_err(), "who did not look is refused");
    assert_eq!(store.list(&RunFilter::default()).unwrap().len(), 1);
}
