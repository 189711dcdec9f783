//! Workflows side by side with hand-written code for the same graphs: `cargo xtask bench [CASE ..]`.

#![allow(clippy::print_stdout, reason = "a table on the terminal is what this program is for")]

mod cases;
mod graphs;
mod hand;
mod measure;
mod nodes;
mod profile;
mod report;

use std::process::ExitCode;

use lightflow::Engine;

use crate::cases::Bench;

/// Enough that a median does not care for a neighbour's second of work.
const ROUNDS: usize = 21;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build();
    let runtime = runtime.expect("threads can be started");
    let bench = Bench { runtime, engine: Engine::new(), rounds: ROUNDS };
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, kind] = wanted.as_slice()
        && flag == cases::CHILD
    {
        cases::memory_of_a_million_items(&bench, kind);
        return ExitCode::SUCCESS;
    }
    if let [flag, name] = wanted.as_slice()
        && flag == profile::FLAG
    {
        if profile::run(&bench, name) {
            return ExitCode::SUCCESS;
        }
        println!("there is no workflow `{name}` to profile\nhelp: use one of {}", profile::KNOWN.join(", "));
        return ExitCode::from(2);
    }
    let known: Vec<&str> = cases::ALL.iter().map(|(name, _)| *name).collect();
    if let Some(name) = wanted.iter().find(|name| !known.contains(&name.as_str())) {
        println!("there is no case `{name}`\nhelp: use some of {}", known.join(", "));
        return ExitCode::from(2);
    }
    let mut rows = Vec::new();
    for (name, case) in cases::ALL {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            println!("measuring {name} ..");
            case(&bench, &mut rows);
        }
    }
    println!();
    if report::print(&rows) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
