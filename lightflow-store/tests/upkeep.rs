//! Statistics, verification and making room.

mod common;

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use common::*;
use lightflow_store::{Digest, DiskFiles, Durability, Ending, Files, Finding, GcPolicy, RunStatus, Store};
use serde_json::json;

const HOUR: u64 = 60 * 60 * 1000;

/// A store whose time a test lets pass. It begins now, because files get the real time.
fn with_clock() -> (tempfile::TempDir, Store, Arc<AtomicU64>) {
    let folder = tempfile::tempdir().unwrap();
    let passed = Arc::new(AtomicU64::new(0));
    let (began, now) = (SystemTime::now(), Arc::clone(&passed));
    let clock = move || began + Duration::from_millis(now.load(Ordering::SeqCst));
    let store = Store::options().clock(clock).open(folder.path()).unwrap();
    (folder, store, passed)
}

fn older_than(hours: u64) -> GcPolicy {
    GcPolicy { max_age: Some(Duration::from_millis(hours * HOUR)), ..GcPolicy::default() }
}

#[test]
fn statistics_count_what_is_there() {
    let (folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.keep_step(&step("x"), b"small").unwrap();
    store.keep(key("y"), &info(), &large(1)).unwrap();
    let stats = store.stats().unwrap();
    assert_eq!((stats.small.count, stats.small.bytes), (1, 5));
    assert_eq!((stats.blobs.count, stats.blobs.bytes), (1, 10_000));
    assert_eq!((stats.actions, stats.steps), (1, 1));
    assert_eq!(stats.runs["running"].count, 1);
    assert_eq!(stats.quarantine.count, 0);
    overwrite(&blob(folder.path(), Digest::of(&large(1))), b"");
    store.get(Digest::of(&large(1))).unwrap();
    assert_eq!(store.stats().unwrap().quarantine.count, 1);
}

#[test]
fn a_whole_store_is_found_whole() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.append(&["{}", "{}"]).unwrap();
    run.keep_step(&step("x"), &large(1)).unwrap();
    run.keep_step(&step("y"), b"small").unwrap();
    run.finish(Ending::Finished, Some(&json!({})), None).unwrap();
    drop(run);
    let report = store.verify().unwrap();
    assert_eq!((report.contents, report.runs, report.events), (2, 1, 2));
    assert_eq!(report.findings, []);
}

#[test]
fn everything_that_is_wrong_is_found_at_once() {
    let (folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.append(&["{}"]).unwrap();
    let (flipped, gone) = (store.put(&large(1)).unwrap(), store.put(&large(2)).unwrap());
    store.put(b"whole").unwrap();
    let id = run.id();
    run.finish(Ending::Finished, Some(&json!({})), None).unwrap();
    let of_run = run.folder().to_owned();
    drop(run);
    overwrite(&blob(folder.path(), flipped), &large(3));
    std::fs::remove_file(blob(folder.path(), gone)).unwrap();
    std::fs::write(of_run.join("outputs.json"), "[]").unwrap();
    std::fs::write(of_run.join("events.jsonl"), "{\"seq\":1}\n").unwrap();

    let report = store.verify().unwrap();
    for digest in [flipped, gone] {
        assert!(report.findings.contains(&Finding::Content { digest }));
        assert!(!store.contains(digest).unwrap());
    }
    let files = report.findings.iter().filter_map(|finding| match finding {
        Finding::Run { path, .. } => path.file_name()?.to_str(),
        _ => None,
    });
    let files: Vec<_> = files.collect();
    assert_eq!(files, ["outputs.json", "events.jsonl"]);
    assert_eq!(report.findings.len(), 4);
    assert_eq!(store.run(id).unwrap().status, RunStatus::Finished);
}

#[test]
fn the_status_file_of_a_killed_run_is_mended() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    let (id, path) = (run.id(), run.folder().join("status.json"));
    assert_eq!(store.verify().unwrap().findings, [], "a run that is held is left alone");
    drop(run);
    let mended = Finding::Status { id, status: RunStatus::Interrupted };
    assert_eq!(store.verify().unwrap().findings, [mended]);
    assert!(std::fs::read_to_string(path).unwrap().contains("interrupted"));
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn only_what_nobody_needs_is_removed() {
    let (folder, store, passed) = with_clock();
    let run = store.create(request("a")).unwrap();
    let of_step = run.keep_step(&step("x"), &large(1)).unwrap();
    let attached = store.put(&large(2)).unwrap();
    run.attach(&[attached]).unwrap();
    let of_action = store.keep(key("a"), &info(), &large(3)).unwrap();
    let (lonely, lonely_small) = (store.put(&large(4)).unwrap(), store.put(b"small").unwrap());
    drop(run);
    assert_eq!(store.gc(&GcPolicy::default()).unwrap().contents, 0, "all of it is new");

    passed.store(2 * HOUR, Ordering::SeqCst);
    let fresh = store.put(&large(5)).unwrap();
    let report = store.gc(&GcPolicy::default()).unwrap();
    assert_eq!((report.contents, report.bytes, report.too_new_bytes), (2, 10_005, 10_000));
    assert_eq!(report.left_bytes, 40_000);
    for digest in [of_step, attached, of_action, fresh] {
        assert!(store.get(digest).unwrap().is_some());
    }
    for digest in [lonely, lonely_small] {
        assert!(!store.contains(digest).unwrap());
    }
    assert!(!blob(folder.path(), lonely).exists());
    assert_eq!(store.verify().unwrap().contents, 4);
}

#[test]
fn what_was_asked_for_lately_stays() {
    let (_folder, store, passed) = with_clock();
    store.keep(key("old"), &info(), &large(1)).unwrap();
    store.keep(key("asked"), &info(), &large(2)).unwrap();
    passed.store(30 * HOUR, Ordering::SeqCst);
    store.lookup(key("asked")).unwrap().unwrap();
    let report = store.gc(&older_than(24)).unwrap();
    assert_eq!((report.actions, report.contents), (1, 1));
    assert_eq!(store.lookup(key("old")).unwrap(), None);
    assert!(store.lookup(key("asked")).unwrap().is_some());
}

#[test]
fn old_runs_go_but_the_newest_and_those_at_work_stay() {
    let (_folder, store, passed) = with_clock();
    let at_work = store.create(request("a")).unwrap();
    let kept = at_work.keep_step(&step("x"), &large(1)).unwrap();
    let runs: Vec<_> = (2..6_u8)
        .map(|at| {
            let run = store.create(request("a")).unwrap();
            run.keep_step(&step("x"), &large(at)).unwrap();
            run.finish(Ending::Finished, None, None).unwrap();
            run.id()
        })
        .collect();
    passed.store(48 * HOUR, Ordering::SeqCst);
    let report = store.gc(&GcPolicy { keep_runs: 2, ..older_than(24) }).unwrap();
    assert_eq!((report.runs, report.contents), (2, 2));
    assert!(store.run(runs[0]).is_err() && store.run(runs[1]).is_err());
    assert!(store.run(runs[2]).is_ok() && store.run(runs[3]).is_ok());
    assert!(store.get(kept).unwrap().is_some());
    assert_eq!(store.run(at_work.id()).unwrap().status, RunStatus::Running);
}

#[test]
fn for_want_of_room_the_oldest_runs_go_first_and_then_actions() {
    let (_folder, store, passed) = with_clock();
    for at in 0..4_u8 {
        let run = store.create(request("a")).unwrap();
        let mut done = step("x");
        done.key = Some(key(&at.to_string()));
        run.keep_step(&done, &large(at)).unwrap();
        run.finish(Ending::Finished, None, None).unwrap();
        passed.fetch_add(HOUR, Ordering::SeqCst);
    }
    passed.fetch_add(HOUR, Ordering::SeqCst);
    let policy = GcPolicy { max_bytes: Some(25_000), keep_runs: 1, ..GcPolicy::default() };
    let report = store.gc(&policy).unwrap();
    // A run alone frees nothing while the action of its step is known.
    assert_eq!((report.runs, report.actions, report.contents, report.left_bytes), (3, 2, 2, 20_000));
    assert_eq!(store.lookup(key("0")).unwrap(), None);
    assert!(store.lookup(key("3")).unwrap().is_some());
}

#[test]
fn while_a_run_goes_on_nothing_new_is_removed_whatever_the_policy_says() {
    let (_folder, store, passed) = with_clock();
    let digest = store.put(&large(1)).unwrap();
    let run = store.create(request("a")).unwrap();
    passed.store(5, Ordering::SeqCst);
    let now = GcPolicy { grace: Duration::ZERO, ..GcPolicy::default() };
    assert_eq!(store.gc(&now).unwrap().contents, 0);
    drop(run);
    assert_eq!(store.gc(&now).unwrap().contents, 1);
    assert_eq!(store.get(digest).unwrap(), None);
}

#[test]
fn what_killed_processes_left_behind_is_removed() {
    let (folder, store, passed) = with_clock();
    let stray = Digest::of(&large(1));
    let path = blob(folder.path(), stray);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, large(1)).unwrap();
    std::fs::write(folder.path().join("tmp/1-2-3"), "half a content").unwrap();
    let run = folder.path().join("runs/01890a5d-ac96-774b-bcce-b302099a8057");
    std::fs::create_dir(&run).unwrap();
    let notes = folder.path().join("runs/notes of mine.txt");
    std::fs::write(&notes, "keep").unwrap();
    assert_eq!(store.gc(&GcPolicy::default()).unwrap().strays, 0, "all of it is new");
    passed.store(2 * HOUR, Ordering::SeqCst);
    assert_eq!(store.gc(&GcPolicy::default()).unwrap().strays, 3);
    assert!(!path.exists() && !run.exists() && notes.exists());
}

#[test]
fn what_begins_to_be_needed_while_somebody_prunes_stays() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Store::options().durability(Durability::Process).open(folder.path()).unwrap();
    let (worker, pruner) = (open(), open());
    let is_done = AtomicBool::new(false);
    let pruned = std::thread::scope(|scope| {
        let pruning = scope.spawn(|| {
            let now = GcPolicy { grace: Duration::ZERO, ..GcPolicy::default() };
            let mut pruned = 0;
            while !is_done.load(Ordering::SeqCst) || pruned == 0 {
                pruned += pruner.gc(&now).unwrap().contents;
                // Something to remove in any case.
                pruner.put(b"lonely").unwrap();
            }
            pruned
        });
        for at in 0..200_u32 {
            let bytes = [at.to_le_bytes().as_slice(), &large(1)].concat();
            // First nobody needs it, so that it may be on the list of what goes.
            let digest = worker.put(&bytes).unwrap();
            let key = key(&at.to_string());
            worker.keep(key, &info(), &bytes).unwrap();
            assert!(worker.contains(digest).unwrap());
            assert_eq!(worker.lookup(key).unwrap().unwrap().bytes, bytes);
        }
        is_done.store(true, Ordering::SeqCst);
        pruning.join().unwrap()
    });
    assert!(pruned > 0);
    for at in 0..200_u32 {
        assert!(worker.lookup(key(&at.to_string())).unwrap().is_some());
    }
}

/// The disk, on which somebody prunes once, at the moment in which the next file is made.
#[derive(Debug)]
struct Pruning(Mutex<Option<Store>>);

impl Files for Pruning {
    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        if let Some(pruner) = self.0.lock().unwrap().take() {
            assert_eq!(pruner.gc(&GcPolicy::default()).unwrap().contents, 1);
        }
        DiskFiles.create(path, mode)
    }
    fn append(&self, path: &Path) -> io::Result<File> {
        DiskFiles.append(path)
    }
    fn open(&self, path: &Path) -> io::Result<File> {
        DiskFiles.open(path)
    }
    fn read_at(&self, file: &File, path: &Path, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        DiskFiles.read_at(file, path, buffer, offset)
    }
    fn write(&self, file: &File, path: &Path, bytes: &[u8]) -> io::Result<usize> {
        DiskFiles.write(file, path, bytes)
    }
    fn truncate(&self, file: &File, path: &Path, len: u64) -> io::Result<()> {
        DiskFiles.truncate(file, path, len)
    }
    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        DiskFiles.sync(file, path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        DiskFiles.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove(path)
    }
}

#[test]
fn what_is_pruned_between_writing_an_output_and_recording_it_is_written_again() {
    let (folder, pruner, passed) = with_clock();
    pruner.put(&large(1)).unwrap();
    passed.store(2 * HOUR, Ordering::SeqCst);
    let files = Arc::new(Pruning(Mutex::new(None)));
    let store = Store::options().files(files.clone()).open(folder.path()).unwrap();
    let run = store.create(request("a")).unwrap();
    *files.0.lock().unwrap() = Some(pruner);
    // The first output is there already, so nothing is written. While the second is, the first is removed.
    let (a, b) = (large(1), large(2));
    let digests = run.keep_steps(&[(&step("a"), Some(&a)), (&step("b"), Some(&b))]).unwrap();
    assert!(files.0.lock().unwrap().is_none());
    assert_eq!(store.get(digests[0].unwrap()).unwrap().unwrap(), a);
    assert_eq!(store.get(digests[1].unwrap()).unwrap().unwrap(), b);
}
