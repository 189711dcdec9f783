//! `cargo xtask serve-bench`: load on a server beside a bare handler, in release.

use crate::{Outcome, cargo};

pub fn run(cases: &[String]) -> Outcome {
    let mut command = cargo::command(&cargo::root());
    command.args(["run", "--release", "--quiet", "--package", "lightflow-serve-bench", "--"]).args(cases);
    let status = command.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(status.success())
}
