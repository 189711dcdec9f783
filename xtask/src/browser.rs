//! `cargo xtask browser`: walks through the page of `studio serve` in a real browser.

use crate::{Outcome, cargo};

pub fn run(arguments: &[String]) -> Outcome {
    let root = cargo::root();
    let mut build = cargo::command(&root);
    build.args(["build", "--quiet", "--workspace", "--bin", "studio", "--bin", "lightflow-browser"]);
    if !build.status().map_err(|error| format!("cannot start cargo: {error}"))?.success() {
        return Ok(false);
    }
    let mut command = cargo::command(&root);
    command.args(["run", "--quiet", "-p", "lightflow-browser", "--"]).args(arguments);
    let status = command.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(status.success())
}
