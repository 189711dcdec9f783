//! The files with mistakes, and what rustc says about each: one `cargo check` of all, made once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{env, fs};

use serde_json::Value;

/// What rustc says about one file.
#[derive(Default)]
pub struct Report {
    pub errors: Vec<Value>,
    pub warnings: Vec<Value>,
}

/// The folder of `cases`, `todo` and the others.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What rustc says about every file with a mistake, by the file's name.
pub fn reports() -> &'static BTreeMap<String, Report> {
    static REPORTS: LazyLock<BTreeMap<String, Report>> = LazyLock::new(|| {
        let all: Vec<PathBuf> =
            ["cases", "todo", "pass_todo"].iter().flat_map(|folder| files(&root().join(folder))).collect();
        let mut reports = check(&all, "one_error_each");
        for file in &all {
            reports.entry(stem(file)).or_default();
        }
        reports
    });
    &REPORTS
}

/// The Rust files of a folder, without those that show a repair.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        let name = file.to_str().unwrap_or_default();
        name.ends_with(".rs") && !name.ends_with(".fixed.rs")
    });
    files.sort();
    files
}

pub fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// Checks all files as binaries of one crate, and sorts what rustc says by file.
pub fn check(files: &[PathBuf], name: &str) -> BTreeMap<String, Report> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let mut manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nlightflow = {{ path = {:?}, default-features = false }}\nui-tests = {{ path = {root:?} }}\n",
        name.replace('_', "-"),
        root.join("../lightflow"),
    );
    for file in files {
        manifest += &format!("\n[[bin]]\nname = \"{}\"\npath = {file:?}\n", stem(file));
    }
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--offline", "--quiet", "--bins", "--keep-going", "--message-format=json"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("../one_error_each/target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Adead_code")
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    let mut built = false;
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        built |= line["reason"] == "compiler-artifact" && line["target"]["name"] == "ui_tests";
        let message = &line["message"];
        // "aborting due to 2 previous errors" has no place.
        if line["reason"] != "compiler-message" || message["spans"].as_array().unwrap().is_empty() {
            continue;
        }
        let report = reports.entry(line["target"]["name"].as_str().unwrap().to_owned()).or_default();
        match message["level"].as_str().unwrap() {
            "error" => report.errors.push(message.clone()),
            _ => report.warnings.push(message.clone()),
        }
    }
    assert!(built, "the node pack did not compile:\n{}", String::from_utf8_lossy(&output.stderr));
    reports
}
