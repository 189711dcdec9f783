//! `cargo xtask browser [--built]`: walks through the page of `studio serve` in a real browser.

use std::process::Command;

use crate::cargo::done;
use crate::{Outcome, cargo};

pub fn run(arguments: &[String]) -> Outcome {
    cargo::studio(arguments)?;
    let more = arguments.iter().filter(|argument| *argument != "--built");
    if let Some(program) = cargo::built(arguments, "lightflow-browser")? {
        return done(Command::new(program).args(more));
    }
    let mut command = cargo::command(&cargo::root());
    done(command.args(["run", "--quiet", "-p", "lightflow-browser", "--"]).args(more))
}
