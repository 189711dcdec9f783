//! What a store refuses to be opened on, and how it says so.

mod common;

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use common::*;
use lightflow_store::{Digest, DiskFiles, Ending, Fault, FaultyFiles, Files, RunFilter, Store, StoreError};
use serde_json::json;

#[test]
fn a_store_is_made_in_a_missing_or_empty_folder_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a/b/store");
    let digest = Store::open(&root).unwrap().put(b"x").unwrap();
    let store = Store::open(&root).unwrap();
    assert_eq!(store.get(digest).unwrap().unwrap(), "x");
    assert_eq!(store.root(), root);
}

#[test]
fn other_folders_and_files_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("letter.txt"), "dear").unwrap();
    let error = Store::open(root).unwrap_err();
    let expected = format!("`{}` is not a store: it holds other files and no `store.db`", root.display());
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.hint(), "choose an empty folder, or one that a store was made in before");
    assert_eq!(files_in(root).len(), 1);
    let error = Store::open(root.join("letter.txt")).unwrap_err();
    assert!(error.to_string().ends_with("is not a store: it is a file"), "{error}");
}

#[test]
fn other_databases_are_refused_and_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(error.to_string().ends_with("its `store.db` is the database of another program"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);

    let text = vec![b'x'; 5000];
    std::fs::write(&path, &text).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(error.to_string().ends_with("its `store.db` is not a database"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), text);
}

#[test]
fn a_newer_format_is_refused_and_stays_as_it_is() {
    let (folder, store) = store();
    let digest = store.put(b"x").unwrap();
    drop(store);
    let database = rusqlite::Connection::open(folder.path().join("store.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, known: 2, .. }));
    assert_eq!(error.hint(), "update this program, or choose another folder for its store");
    database.pragma_update(None, "user_version", 2).unwrap();
    assert_eq!(Store::open(folder.path()).unwrap().get(digest).unwrap().unwrap(), "x");
}

#[test]
fn a_folder_that_cannot_be_written_is_one_clear_error() {
    // A file system that refuses root too.
    let error = Store::open("/proc/self/fdinfo/store").unwrap_err();
    assert!(error.to_string().contains("/proc/self/fdinfo/store"), "{error}");
}

/// What a store answers while each write meets one of these faults, and that nothing is lost by it.
fn while_writes_fail(faults: &[Fault], is_expected: fn(&StoreError) -> bool) {
    let folder = tempfile::tempdir().unwrap();
    let files = Arc::new(FaultyFiles::new(1, 0, |_| false));
    let store = Store::options().files(files.clone()).open(folder.path()).unwrap();
    let run = store.create(request("a")).unwrap();
    let before = run.keep_step(&step("x"), &large(1)).unwrap();
    run.append(&[json!({"at": 0})]).unwrap();

    files.set_faults(faults);
    files.set_rate(1);
    let errors = [
        run.keep_step(&step("y"), &large(2)).unwrap_err(),
        run.append(&[json!({"at": 1})]).unwrap_err(),
        store.create(request("b")).unwrap_err(),
        run.finish(Ending::Finished, Some(&json!({})), None).unwrap_err(),
    ];
    files.set_rate(0);
    for error in errors {
        assert!(is_expected(&error), "{error}");
    }

    assert_eq!(store.steps(run.id()).unwrap().len(), 1);
    assert_eq!(store.get(before).unwrap().unwrap(), large(1));
    assert_eq!(store.get(Digest::of(&large(2))).unwrap(), None);
    assert_eq!(store.list(&RunFilter::default()).unwrap().len(), 1);
    assert_eq!(files_in(folder.path().join("runs")).len(), 1);
    run.append(&[json!({"at": 1})]).unwrap();
    let events = store.journal(run.id(), 0).unwrap().read(9).unwrap();
    assert_eq!(events.last().unwrap().json, "{\"seq\":1,\"at\":1}");
    run.finish(Ending::Finished, Some(&json!({})), None).unwrap();
    assert_eq!(store.verify().unwrap().findings, []);
    assert_eq!(files_in(folder.path().join("tmp")).len(), 0);
}

#[test]
fn a_full_disk_gives_one_error_and_loses_nothing() {
    let is_full = |error: &StoreError| matches!(error, StoreError::Full { .. });
    while_writes_fail(&[Fault::NoSpace], is_full);
    // `create` has no short writes, so that one meets it where it writes.
    while_writes_fail(&[Fault::ShortWrite], is_full);
}

#[test]
fn a_failing_disk_gives_one_error_and_loses_nothing() {
    while_writes_fail(&[Fault::Device], |error| {
        matches!(error, StoreError::Io { .. }) && error.to_string().contains("/")
    });
}

/// Files in a file system that was mounted for reading only.
#[derive(Debug)]
struct ReadOnly;

fn refused<T>() -> io::Result<T> {
    Err(io::ErrorKind::ReadOnlyFilesystem.into())
}

impl Files for ReadOnly {
    fn create(&self, _: &Path, _: u32) -> io::Result<File> {
        refused()
    }
    fn append(&self, _: &Path) -> io::Result<File> {
        refused()
    }
    fn open(&self, path: &Path) -> io::Result<File> {
        DiskFiles.open(path)
    }
    fn read_at(&self, file: &File, path: &Path, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        DiskFiles.read_at(file, path, buffer, offset)
    }
    fn write(&self, _: &File, _: &Path, _: &[u8]) -> io::Result<usize> {
        refused()
    }
    fn truncate(&self, _: &File, _: &Path, _: u64) -> io::Result<()> {
        refused()
    }
    fn sync(&self, _: &File, _: &Path) -> io::Result<()> {
        refused()
    }
    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        refused()
    }
    fn remove(&self, _: &Path) -> io::Result<()> {
        refused()
    }
}

#[test]
fn a_read_only_disk_gives_one_error_and_can_still_be_read() {
    let (folder, store) = store();
    let run = store.create(request("a")).unwrap();
    let digest = run.keep_step(&step("x"), &large(1)).unwrap();
    run.append(&["{}"]).unwrap();
    let id = run.id();
    drop(run);

    let store = Store::options().files(Arc::new(ReadOnly)).open(folder.path()).unwrap();
    for error in [
        store.put(&large(2)).unwrap_err(),
        store.create(request("b")).unwrap_err(),
        store.resume(id).unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(text.starts_with("the store cannot be written: read-only filesystem"), "{text}");
        assert_eq!(error.hint(), "give this user write access to the store, or choose another folder for it");
    }
    assert_eq!(store.get(digest).unwrap().unwrap(), large(1));
    assert_eq!(store.list(&RunFilter::default()).unwrap().len(), 1);
    assert_eq!(store.journal(id, 0).unwrap().read(9).unwrap().len(), 1);

    overwrite(&blob(folder.path(), digest), &large(3));
    assert_eq!(store.get(digest).unwrap(), None, "what cannot be set aside is not given out");
}

#[test]
fn a_full_database_gives_one_error_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::options().max_pages(40).open(folder.path()).unwrap();
    let run = store.create(request("a")).unwrap();
    let mut kept = Vec::new();
    let error = loop {
        let at = kept.len();
        match run.keep_step(&step(&at.to_string()), &[u8::try_from(at).unwrap(); 4000]) {
            Ok(digest) => kept.push(digest),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(error.to_string().starts_with("the disk of the store is full: no space left on device at `"));
    assert_eq!(store.steps(run.id()).unwrap().len(), kept.len());
    for digest in &kept {
        assert!(store.get(*digest).unwrap().is_some());
    }
    assert!(kept.len() > 3);
    drop((run, store));
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.verify().unwrap().contents, kept.len() as u64);
    store.put(&[0xFF; 4000]).unwrap();
}
