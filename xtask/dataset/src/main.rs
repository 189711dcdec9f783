//! What `cargo xtask dataset-bench` compares the workflow `dataset` with.
//!
//! `make FOLDER COUNT` makes photos of all sizes out of those of `LIGHTFLOW_TEST_DATA`; `run FOLDER OUT` makes a dataset of a folder with rayon.

#![allow(
    clippy::print_stderr,
    reason = "a program that is started by another one says on the terminal why it failed"
)]

mod by_hand;
mod nodes;
mod photos;
mod types;

use std::path::Path;
use std::process::ExitCode;

/// Why there is nothing to measure.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["make", folder, count] => {
            count.parse().map_err(Failure::from).and_then(|count| photos::make(Path::new(folder), count))
        }
        ["run", folder, out] => by_hand::run(Path::new(folder), Path::new(out)),
        _ => Err("say `make FOLDER COUNT` or `run FOLDER OUT`".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
