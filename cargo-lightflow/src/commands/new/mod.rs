//! `new`: a project, or an asset in one. Nothing is written if anything is wrong.

mod asset;
mod modules;
mod project;

pub use asset::execute as asset;
pub use project::execute as project;

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Files to write, all or none.
#[derive(Debug, Default)]
struct Plan {
    /// Paths and texts; those that are there already are changed.
    files: Vec<(PathBuf, String)>,
}

impl Plan {
    fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) {
        self.files.push((path.into(), text.into()));
    }

    /// Writes all files; what was written is taken back if one of them fails.
    fn write(&self) -> Result<(), Failure> {
        let mut before: Vec<(&Path, Option<String>)> = Vec::new();
        for (path, text) in &self.files {
            let old = fs::read_to_string(path).ok();
            let folder = path.parent().unwrap_or(Path::new("."));
            let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
            before.push((path, old));
            if let Err(error) = written {
                for (path, old) in before {
                    // What cannot be taken back either is what the error is about.
                    let _ = match old {
                        Some(text) => fs::write(path, text),
                        None => fs::remove_file(path),
                    };
                }
                return Err(Failure::file(path, &error).hint("choose a folder that you may write to"));
            }
        }
        Ok(())
    }

    /// The paths, as people see them.
    fn paths(&self, root: &Path) -> Vec<String> {
        self.files
            .iter()
            .map(|(path, _)| path.strip_prefix(root).unwrap_or(path).display().to_string())
            .collect()
    }
}

fn fill(template: &str, name: &str) -> String {
    template.replace("{{name}}", name)
}
