//! Another process does the same thing a moment earlier.

mod common;

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use common::*;
use lightflow_store::{DiskFiles, Files, Store};

/// Somebody makes the folder just after a rename did not find it.
#[derive(Debug)]
struct FolderComes;

impl Files for FolderComes {
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        DiskFiles.rename(from, to).inspect_err(|_| fs::create_dir_all(to.parent().unwrap()).unwrap())
    }

    fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
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

    fn remove(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove(path)
    }
}

#[test]
fn two_processes_may_make_the_folder_of_a_content_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::options().files(Arc::new(FolderComes)).open(folder.path()).unwrap();
    let digest = store.put(&large(1)).unwrap();
    assert_eq!(store.get(digest).unwrap().unwrap(), large(1));
}
