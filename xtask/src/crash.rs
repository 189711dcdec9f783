//! `cargo xtask crash`: kills a run at hundreds of points, and goes on with it.

use crate::{Outcome, cargo};

pub fn run(arguments: &[String]) -> Outcome {
    let scratch = cargo::scratch("crash")?;
    let mut command = cargo::command(&cargo::root());
    command.args(["run", "--quiet", "-p", "lightflow-crash", "--"]).arg(scratch).args(arguments);
    let status = command.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(status.success())
}
