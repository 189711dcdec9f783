//! What several tests need.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};

use lightflow_store::{ActionInfo, Digest, RunRequest, StepRecord, Store};
use serde_json::json;

/// A store in a folder of its own.
pub fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

pub fn key(name: &str) -> Digest {
    Digest::of(format!("key {name}").as_bytes())
}

pub fn info() -> ActionInfo {
    ActionInfo { node: "fit".into(), fingerprint: "1".into(), run: None }
}

pub fn request(workflow: &str) -> RunRequest {
    RunRequest::new(workflow, json!({"side": 512}))
}

pub fn step(path: &str) -> StepRecord {
    StepRecord { started_ms: 1, elapsed_us: 2, ..StepRecord::new(path, "fit", "1") }
}

/// A content that is too large for the database.
pub fn large(seed: u8) -> Vec<u8> {
    (0..10_000_u32).map(|at| seed ^ u8::try_from(at % 251).unwrap()).collect()
}

/// Where a larger content lies.
pub fn blob(root: &Path, digest: Digest) -> PathBuf {
    let name = digest.to_string();
    root.join("blobs").join(&name[..2]).join(&name[2..])
}

/// Changes a file that the store made read-only.
pub fn overwrite(path: &Path, bytes: &[u8]) {
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

pub fn files_in(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}
