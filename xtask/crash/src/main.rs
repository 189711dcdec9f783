//! Kills a run at hundreds of points, goes on with it, and compares what it gives with an undisturbed run.
//!
//! A run is a process of its own: this program, started with `child`. It either kills itself inside of the n-th thing
//! that the store does with files, or is killed from outside, which hits the database's own writes too.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the terminal")]

mod album;
mod campaign;
mod check;
mod child;
mod killing;
mod plan;
mod report;
mod trial;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [child, rest @ ..] if child == "child" => child::run(rest).map(|()| true),
        [scratch, rest @ ..] => campaign::run(Path::new(scratch), rest.first().map(String::as_str)),
        [] => Err("the folder for the stores is not given".into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("crash: {error}");
            ExitCode::FAILURE
        }
    }
}
