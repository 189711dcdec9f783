//! Projects in temporary folders, and calls of `cargo lightflow`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tempfile::TempDir;

/// A project that `new` made.
pub struct Project {
    _folder: TempDir,
    root: PathBuf,
    name: String,
}

/// What came of a call.
pub struct Called {
    pub exit: i32,
    /// The envelope.
    pub envelope: Value,
    /// What people read when it fails.
    pub stderr: String,
}

impl Project {
    pub fn new() -> Self {
        // Cargo tells the packages of one target folder apart by their names, and not by where they are.
        static COUNT: AtomicUsize = AtomicUsize::new(1);
        let name = format!("studio-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = tempfile::tempdir().unwrap();
        let called = call(folder.path(), &["new", &name, "--lightflow", lightflow().to_str().unwrap()]);
        assert_eq!(called.exit, 0, "{}", called.stderr);
        let root = folder.path().join(&name);
        // The versions that the workspace was built with are here.
        fs::copy(lightflow().join("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
        Self { _folder: folder, root, name }
    }

    pub fn call(&self, args: &[&str]) -> Called {
        call(&self.root, args)
    }

    /// Builds the program and runs it with a store of its own, gives what it said.
    pub fn run(&self, args: &[&str]) -> String {
        let built = command(env!("CARGO"), "build", &self.root).arg("--quiet").status().unwrap();
        assert!(built.success());
        let output = Command::new(target().join("debug").join(&self.name))
            .args(args)
            .current_dir(&self.root)
            .env("LIGHTFLOW_STORE", self.root.join("store"))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        text
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.root.join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.root.join(file), text).unwrap();
    }

    /// Every file below the project's folder, with its text.
    pub fn files(&self) -> Vec<(String, String)> {
        fn collect(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, root, files);
                } else {
                    let name = path.strip_prefix(root).unwrap().display().to_string();
                    files.push((name, fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let mut files = Vec::new();
        collect(&self.root, &self.root, &mut files);
        files.retain(|(name, _)| name != "Cargo.lock");
        files.sort();
        files
    }
}

fn lightflow() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../lightflow").canonicalize().unwrap()
}

/// Where all projects are built.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects")
}

fn command(program: &str, word: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(word).current_dir(folder).env("CARGO_TARGET_DIR", target());
    command
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    command
}

/// Calls `cargo lightflow` in a folder, with its stdout in a pipe.
pub fn call(folder: &Path, args: &[&str]) -> Called {
    let mut command = command(env!("CARGO_BIN_EXE_cargo-lightflow"), "lightflow", folder);
    let Output { status, stdout, stderr } = command.args(args).output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    let mut envelope: Value =
        serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"));
    envelope.sort_all_objects();
    Called { exit: status.code().unwrap(), envelope, stderr }
}
