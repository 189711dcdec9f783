//! `cargo xtask faults` and `cargo xtask store`: what the store does when its disk fails, and what it costs.

use crate::{Outcome, cargo};

pub fn faults(arguments: &[String]) -> Outcome {
    run("faults", arguments)
}

pub fn figures(arguments: &[String]) -> Outcome {
    run("figures", arguments)
}

fn run(program: &str, arguments: &[String]) -> Outcome {
    let mut command = cargo::command(&cargo::root());
    command.args(["run", "--release", "--quiet", "-p", "lightflow-store-trials", "--bin", program, "--"]);
    let status = command.args(arguments).status().map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(status.success())
}
