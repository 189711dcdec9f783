//! What nodes promise of bad input: one clear error, and nothing written.

mod bombs;
mod files;
mod images;
mod names;
mod recordings;

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use lightflow::Ctx;

/// Fails unless an error is one line that a person can act on.
fn assert_clear(error: impl Display, of: &str) {
    let text = error.to_string();
    let clear = !text.is_empty() && text.len() < 1000 && !text.contains('\n') && !text.ends_with('.');
    assert!(clear, "{of}: {text}");
}

/// The folder that a step writes to.
fn output_folder(ctx: &Ctx) -> PathBuf {
    ctx.output_path("_").unwrap().parent().unwrap().to_owned()
}

/// All that lies in a folder, with what files have.
fn tree(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            found.extend(tree(&path));
        }
        found.push((path.clone(), kind.is_file().then(|| fs::read(&path).unwrap())));
    }
    found.sort();
    found
}
