//! Load on a server of workflows, beside a bare handler in the same process: `cargo xtask serve-bench [CASE ..]`.
//!
//! The server is a process of its own: this program, started with `server`. So its memory is its own too.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a table on the terminal is what this program is for"
)]

mod cases;
mod client;
mod events;
mod load;
mod nodes;
mod process;
mod report;
mod server;
#[path = "../../src/table.rs"]
#[allow(dead_code, reason = "no aims here")]
mod table;

use std::path::Path;
use std::process::ExitCode;

/// Why nothing could be measured, or what was wrong.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [server, folder] if server == "server" => server::run(Path::new(folder)),
        wanted => measure(wanted),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("serve-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(wanted: &[String]) -> Result<(), Failure> {
    let known: Vec<&str> = cases::ALL.iter().map(|(name, _)| *name).collect();
    if let Some(name) = wanted.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("there is no case `{name}`\nhelp: use some of {}", known.join(", ")).into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut rows = Vec::new();
    for (name, case) in cases::ALL {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            println!("measuring {name} ..");
            let server = process::Process::start()?;
            rows.extend(runtime.block_on(case(&server))?);
        }
    }
    report::print(&rows);
    Ok(())
}
