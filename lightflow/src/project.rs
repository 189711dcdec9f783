//! Checks an asset project: every asset file is part of the program, and every id is unique.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lightflow_runtime::registry::{Asset, Registry};

use crate::__private::inventory;

/// Compares the asset files below `project/lightflow` with what is linked into the program.
///
/// # Errors
/// With all that is wrong: files whose assets are not part of the program, and ids that two assets share.
pub fn check(project: impl AsRef<Path>) -> Result<(), String> {
    let mut problems = Vec::new();
    if let Err(duplicates) = Registry::linked() {
        problems.push(duplicates.to_string());
    }
    let sources = inventory::iter::<Asset>().map(|asset| asset.source().file);
    let linked: BTreeSet<PathBuf> = sources.filter_map(|file| found_around(project.as_ref(), file)).collect();
    let mut files = Vec::new();
    collect(&project.as_ref().join("lightflow"), &mut files);
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let holds_asset = text.lines().any(|line| {
            ["#[node", "#[composition", "#[workflow"].iter().any(|attribute| line.starts_with(attribute))
        });
        if holds_asset && !linked.contains(&file) && !is_left_out(&file) {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            problems.push(format!(
                "{} is not part of the program: add `pub mod {name};` beside it",
                file.display()
            ));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Whether the module is mounted under a `#[cfg(..)]`: this build leaves it out on purpose.
fn is_left_out(file: &Path) -> bool {
    let (Some(folder), Some(name)) = (file.parent(), file.file_stem()) else { return false };
    let mounted = format!("mod {};", name.to_string_lossy());
    ["mod.rs", "main.rs", "lib.rs"].iter().any(|around| {
        let text = fs::read_to_string(folder.join(around)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.windows(2).any(|pair| pair[0].starts_with("#[cfg(") && pair[1].ends_with(&mounted))
    })
}

/// The file that rustc calls so: its paths start at the workspace, which is around the project.
fn found_around(project: &Path, file: &str) -> Option<PathBuf> {
    project.ancestors().map(|folder| folder.join(file)).find(|path| path.is_file())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_mounted_is_named_and_one_that_a_build_leaves_out_is_not() {
        let project = tempfile::tempdir().unwrap();
        let nodes = project.path().join("lightflow/nodes");
        fs::create_dir_all(&nodes).unwrap();
        for name in ["lost", "left_out"] {
            fs::write(nodes.join(format!("{name}.rs")), format!("#[node]\nfn {name}() {{}}\n")).unwrap();
        }
        fs::write(nodes.join("mod.rs"), "#[cfg(feature = \"sound\")]\npub mod left_out;\n").unwrap();
        let problems = check(project.path()).unwrap_err();
        assert!(
            problems.ends_with("lost.rs is not part of the program: add `pub mod lost;` beside it"),
            "{problems}"
        );
        assert!(!problems.contains("left_out"), "{problems}");
    }
}
