//! A debug rebuild of the example after one line of one node changed: the wait between an edit and a run.

use std::fs;
use std::time::Duration;

use crate::{Outcome, cargo, table};

const MOST: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
const NODE: &str = "examples/studio/lightflow/nodes/sample_photo.rs";

pub fn run(rows: &mut Vec<[String; 5]>) -> Outcome {
    let root = cargo::root();
    let member = cargo::command(&root).args(["pkgid", "--package", "studio"]).output();
    if !member.is_ok_and(|output| output.status.success()) || !root.join(NODE).is_file() {
        println!("skipped: the workspace has no member `studio` with {NODE} yet");
        rows.push([
            "rebuild of studio".into(),
            "skipped".into(),
            String::new(),
            String::new(),
            String::new(),
        ]);
        return Ok(true);
    }
    println!("building a copy of studio ..");
    // A copy, so that nobody's tree changes; the folder stays the same, so that cargo knows its dependencies again.
    let folder = cargo::scratch("studio")?;
    let source = folder.join("source");
    let replaced = fs::remove_dir_all(&source);
    if source.exists() {
        replaced.map_err(|error| format!("cannot remove the old copy: {error}"))?;
    }
    cargo::copy(&root, &source).map_err(|error| format!("cannot copy the workspace: {error}"))?;
    let build = || {
        let mut command = cargo::command(&source);
        command.args(["build", "--quiet", "--package", "studio"]);
        command.env("CARGO_TARGET_DIR", folder.join("target"));
        cargo::timed(&mut command)
    };
    build()?;
    let node = source.join(NODE);
    let text = fs::read_to_string(&node).map_err(|error| error.to_string())?;
    let mut best = Duration::MAX;
    for round in 0..ROUNDS {
        fs::write(&node, edited(&text, round)?).map_err(|error| error.to_string())?;
        best = best.min(build()?);
    }
    let met = best < MOST;
    rows.push([
        "rebuild of studio, a line changed".into(),
        format!("{:.2} s", best.as_secs_f64()),
        String::new(),
        format!("< {} s", MOST.as_secs()),
        table::verdict(met),
    ]);
    Ok(met)
}

/// The file with a new statement at the start of its node.
fn edited(text: &str, round: usize) -> Result<String, String> {
    let node = text.find("#[node").ok_or_else(|| format!("{NODE} has no `#[node]`"))?;
    let body = text[node..].find("{\n").ok_or_else(|| format!("the node of {NODE} has no body"))? + node + 2;
    Ok(format!("{}    let _edit = {round};\n{}", &text[..body], &text[body..]))
}
