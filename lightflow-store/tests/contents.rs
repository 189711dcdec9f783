//! Contents and actions: what goes in comes out, or is absent.

mod common;

use std::io::Read;
use std::os::unix::fs::PermissionsExt;

use common::*;
use lightflow_store::{Digest, Store};

#[test]
fn a_content_comes_out_as_it_went_in() {
    let (folder, store) = store();
    for bytes in [Vec::new(), b"small".to_vec(), vec![7; 4096], vec![7; 4097], large(1)] {
        let digest = store.put(&bytes).unwrap();
        assert_eq!(digest, Digest::of(&bytes));
        assert_eq!(store.get(digest).unwrap().unwrap(), bytes);
        let mut read = Vec::new();
        store.open_reader(digest).unwrap().unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
        assert!(store.contains(digest).unwrap());
    }
    assert_eq!(store.get(key("never stored")).unwrap(), None);
    let again = Store::open(folder.path()).unwrap();
    assert_eq!(again.get(Digest::of(&large(1))).unwrap().unwrap(), large(1));
}

#[test]
fn a_small_content_costs_no_file() {
    let (folder, store) = store();
    let digest = store.put(&[1; 4096]).unwrap();
    assert!(files_in(folder.path().join("blobs")).is_empty());
    assert_eq!(store.path(digest).unwrap(), None);
}

#[test]
fn a_large_content_is_a_read_only_file_that_is_written_once() {
    let (folder, store) = store();
    let digest = store.put(&large(1)).unwrap();
    let path = store.path(digest).unwrap().unwrap();
    assert_eq!(path, blob(folder.path(), digest));
    let before = path.metadata().unwrap();
    assert_eq!(before.permissions().mode() & 0o222, 0);
    store.put(&large(1)).unwrap();
    store.keep(key("a"), &info(), &large(1)).unwrap();
    assert_eq!(path.metadata().unwrap().modified().unwrap(), before.modified().unwrap());
    assert!(files_in(folder.path().join("tmp")).is_empty());
}

#[test]
fn an_action_gives_its_output_again() {
    let (_folder, store) = store();
    for output in [b"small".to_vec(), large(2)] {
        let digest = store.keep(key("a"), &info(), &output).unwrap();
        let found = store.lookup(key("a")).unwrap().unwrap();
        assert_eq!((found.digest, found.len, found.bytes), (digest, output.len() as u64, output.into()));
    }
    assert_eq!(store.lookup(key("b")).unwrap(), None);
    assert_eq!(store.action(key("a")).unwrap().unwrap().node, "fit");
}

#[test]
fn a_damaged_blob_reads_as_absent_and_can_be_made_again() {
    let whole = large(3);
    let mut flipped = whole.clone();
    flipped[5000] ^= 1;
    let mut longer = whole.clone();
    longer.push(0);
    let damages = [flipped, whole[..whole.len() - 1].to_vec(), Vec::new(), longer];
    for damage in damages {
        let (folder, store) = store();
        let digest = store.keep(key("a"), &info(), &whole).unwrap();
        overwrite(&blob(folder.path(), digest), &damage);
        assert_eq!(store.lookup(key("a")).unwrap(), None);
        assert_eq!(store.get(digest).unwrap(), None);
        assert!(!store.contains(digest).unwrap());
        let aside = files_in(folder.path().join("quarantine"));
        assert_eq!(std::fs::read(&aside[0]).unwrap(), damage);
        assert_eq!(aside.len(), 1);

        store.keep(key("a"), &info(), &whole).unwrap();
        assert_eq!(store.lookup(key("a")).unwrap().unwrap().bytes, whole);
    }
}

#[test]
fn a_damaged_blob_is_never_given_out_in_parts() {
    let (folder, store) = store();
    let digest = store.put(&large(3)).unwrap();
    overwrite(&blob(folder.path(), digest), &large(4));
    assert!(store.open_reader(digest).unwrap().is_none());
    assert_eq!(files_in(folder.path().join("quarantine")).len(), 1);
}

#[test]
fn a_removed_blob_reads_as_absent() {
    let (folder, store) = store();
    let digest = store.keep(key("a"), &info(), &large(3)).unwrap();
    std::fs::remove_file(blob(folder.path(), digest)).unwrap();
    assert!(store.open_reader(digest).unwrap().is_none());
    assert_eq!(store.lookup(key("a")).unwrap(), None);
    store.put(&large(3)).unwrap();
    assert_eq!(store.lookup(key("a")).unwrap().unwrap().bytes, large(3));
}

#[test]
fn another_inline_limit_leaves_old_contents_readable() {
    let folder = tempfile::tempdir().unwrap();
    let open = |limit| Store::options().inline_limit(limit).open(folder.path()).unwrap();
    let (small, big) = (vec![1; 100], vec![2; 10_000]);
    let digests = {
        let store = open(0);
        [store.put(&small).unwrap(), store.put(&big).unwrap()]
    };
    for limit in [100_000, 100, 0] {
        let store = open(limit);
        assert_eq!([store.put(&small).unwrap(), store.put(&big).unwrap()], digests);
        assert_eq!(store.get(digests[0]).unwrap().unwrap(), small);
        assert_eq!(store.get(digests[1]).unwrap().unwrap(), big);
    }
}
