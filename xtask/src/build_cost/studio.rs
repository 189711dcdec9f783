//! A debug rebuild of the example after one line of one node changed: the wait between an edit and a run, and the wait for a result.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::{Outcome, cargo, table};

const ROUNDS: usize = 3;
const MOST_REBUILD: Duration = Duration::from_secs(3);
const NODE: &str = "examples/studio/lightflow/nodes/sample_photo.rs";

/// With every node of the pack linked, from the edit to eight pictures.
const MOST_RESULT: Duration = Duration::from_secs(5);
const RESULT_NODE: &str = "examples/studio/lightflow/nodes/scrim.rs";
const PICTURE: &str = "docs/images/contact-sheet.jpg";

pub fn run(rows: &mut Vec<[String; 5]>) -> Outcome {
    let copy = Copy::new()?;
    println!("building a copy of studio ..");
    let rebuilt = copy.best_after_edits(NODE, || copy.build(&[]))?;
    println!("building it with all nodes of the pack ..");
    let seen =
        copy.best_after_edits(RESULT_NODE, || Ok(copy.build(&["--features", "pack"])? + copy.social_kit()?))?;
    let mut met = true;
    for (name, best, most) in [
        ("rebuild of studio, a line changed", rebuilt, MOST_REBUILD),
        ("from an edit to eight pictures, with the whole pack", seen, MOST_RESULT),
    ] {
        met &= best < most;
        rows.push([
            name.into(),
            format!("{:.2} s", best.as_secs_f64()),
            String::new(),
            format!("< {} s", most.as_secs()),
            table::verdict(best < most),
        ]);
    }
    Ok(met)
}

/// A copy of the workspace, so that nobody's tree changes; its folder stays the same, so that cargo knows its dependencies again.
struct Copy {
    folder: PathBuf,
    source: PathBuf,
}

impl Copy {
    fn new() -> Result<Self, String> {
        let folder = cargo::scratch("studio")?;
        let source = folder.join("source");
        let replaced = fs::remove_dir_all(&source);
        if source.exists() {
            replaced.map_err(|error| format!("cannot remove the old copy: {error}"))?;
        }
        cargo::copy(&cargo::root(), &source)
            .map_err(|error| format!("cannot copy the workspace: {error}"))?;
        Ok(Self { folder, source })
    }

    fn build(&self, options: &[&str]) -> Result<Duration, String> {
        let mut command = cargo::command(&self.source);
        command.args(["build", "--quiet", "--package", "studio"]).args(options);
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        cargo::timed(&mut command)
    }

    fn social_kit(&self) -> Result<Duration, String> {
        let mut command = std::process::Command::new(self.folder.join("target/debug/studio"));
        command.args(["run", "social_kit", "--headline", "Look closer", "--photo", PICTURE, "--out"]);
        command.arg(self.folder.join("out")).env("LIGHTFLOW_STORE", self.folder.join("store"));
        cargo::timed(command.current_dir(&self.source))
    }

    /// The shortest wait of several, each after an edit of the file that rustc sees.
    fn best_after_edits(
        &self,
        file: &str,
        wait: impl Fn() -> Result<Duration, String>,
    ) -> Result<Duration, String> {
        let path = self.source.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {file}: {error}"))?;
        wait()?;
        let mut best = Duration::MAX;
        for round in 0..ROUNDS {
            fs::write(&path, edited(file, &text, round)?).map_err(|error| error.to_string())?;
            best = best.min(wait()?);
        }
        Ok(best)
    }
}

/// The file with a new statement at the start of its node.
fn edited(file: &str, text: &str, round: usize) -> Result<String, String> {
    let node = text.find("#[node").ok_or_else(|| format!("{file} has no `#[node]`"))?;
    let body = text[node..].find("{\n").ok_or_else(|| format!("the node of {file} has no body"))? + node + 2;
    Ok(format!("{}    let _edit = {round};\n{}", &text[..body], &text[body..]))
}
