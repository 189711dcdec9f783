//! `cargo xtask NAME`: checks of this repository that are no tests, because they measure.
//!
//! Every task prints its figures last, as a short table, and fails when it misses its aim.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to the terminal")]

mod bench;
mod browser;
mod build_cost;
mod cargo;
mod conformance;
mod crash;
mod dataset_bench;
mod fuzz;
mod mutants;
mod python;
mod reference;
mod serve_bench;
mod store;
mod table;

use std::process::ExitCode;

/// Whether all aims were met, or why nothing could be measured.
type Outcome = Result<bool, String>;

struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Outcome,
}

const TASKS: &[Task] = &[
    Task {
        name: "bench",
        about: "workflows against hand-written code for the same graphs; names of cases choose some",
        run: bench::run,
    },
    Task {
        name: "browser",
        about: "walks through the page of `studio serve` in a real browser; pictures go to target/browser",
        run: browser::run,
    },
    Task {
        name: "build-cost",
        about: "what a step costs in `cargo check`, and a debug rebuild of studio after an edit",
        run: build_cost::run,
    },
    Task {
        name: "conformance",
        about: "the server against schemathesis and the official SDK of MCP, from PyPI",
        run: conformance::run,
    },
    Task {
        name: "crash",
        about: "kills a run at hundreds of points: it has to go on and give what an undisturbed one gives",
        run: crash::run,
    },
    Task {
        name: "dataset-bench",
        about: "the workflow `dataset` on 1,000 photos beside rayon by hand; a number says how many rounds",
        run: dataset_bench::run,
    },
    Task {
        name: "fuzz",
        about: "any bytes into each decoder of the pack, for a minute each; a number says how many seconds, names choose some",
        run: fuzz::run,
    },
    Task {
        name: "mutants",
        about: "breaks the workflows of the examples in hundreds of ways: each has to be refused",
        run: mutants::run,
    },
    Task {
        name: "reference",
        about: "what nodes give beside what ffmpeg, scikit-image, Pillow and PyTorch give; names of families choose some",
        run: reference::run,
    },
    Task {
        name: "serve-bench",
        about: "load on a server beside a bare handler; names of cases choose some",
        run: serve_bench::run,
    },
    Task {
        name: "faults",
        about: "thousands of disk errors below the store: nothing is lost or wrong; a number says how many",
        run: store::faults,
    },
    Task {
        name: "store",
        about: "what contents, steps and journals cost, with and without waiting for the disk",
        run: store::figures,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        return usage(&name);
    };
    match (task.run)(&rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage(name: &str) -> ExitCode {
    let asked = matches!(name, "" | "help" | "-h" | "--help");
    if !asked {
        eprintln!("there is no task `{name}`\n");
    }
    println!("usage: cargo xtask NAME\n");
    for Task { name, about, .. } in TASKS {
        println!("  {name:<13}{about}");
    }
    if asked { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
