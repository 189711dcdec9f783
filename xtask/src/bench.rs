//! `cargo xtask bench`: builds the bench crate in release and runs it, so that this crate stays without dependencies.

use crate::{Outcome, cargo};

pub fn run(cases: &[String]) -> Outcome {
    let mut command = cargo::command(&cargo::root());
    command.args(["run", "--release", "--quiet", "--package", "lightflow-bench", "--"]).args(cases);
    let status = command.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(status.success())
}
