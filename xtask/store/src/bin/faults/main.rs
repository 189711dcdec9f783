//! Makes the disk fail below the store, in random histories that a seed decides, and compares with a model in memory.
//!
//! A read may give the right content, an error, or nothing where something was damaged that nobody was told about.
//! It may never give a wrong content, and never nothing for a step that was acknowledged and not damaged.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the terminal")]

mod history;
mod model;
mod report;

use std::process::ExitCode;

use report::Report;

/// Faults that have to happen before the figures count.
const FAULTS: u64 = 10_000;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let wanted = arguments.next().map_or(Ok(FAULTS), |text| text.parse());
    let Ok(wanted) = wanted else {
        eprintln!("usage: cargo xtask faults [NUMBER]");
        return ExitCode::from(2);
    };
    let mut report = Report::default();
    let mut seed = 0;
    while report.faults() < wanted {
        if let Err(error) = history::play(seed, &mut report) {
            report.broken.push(format!("seed {seed}: {error}"));
        }
        seed += 1;
    }
    report.histories = seed;
    if report.print() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
