//! `cargo xtask mutants`: breaks the workflows of the examples in hundreds of ways.

use crate::{Outcome, cargo};

pub fn run(_: &[String]) -> Outcome {
    let scratch = cargo::scratch("mutants")?;
    let mut command = cargo::command(&cargo::root());
    command.args(["run", "--quiet", "-p", "lightflow-mutants", "--"]).arg(scratch);
    let status = command.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(status.success())
}
