//! Breaks the workflows of the examples in hundreds of ways, one at a time, and sees who refuses each of them.
//!
//! Every mutant is wrong by its making, so one that compiles has slipped through: no run may begin with it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the terminal")]

mod check;
mod edits;
mod nodes;
mod report;

use std::path::Path;
use std::process::ExitCode;

/// The graphs that are mutated: the example and the file.
const GRAPHS: &[(&str, &str)] = &[
    ("studio", "workflows/product_photos.rs"),
    ("studio", "compositions/packshot.rs"),
    ("studio", "compositions/render_samples.rs"),
    ("diffusion", "workflows/picture.rs"),
];

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("mutants: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let scratch = std::env::args().nth(1).ok_or("where to put the mutants is not given")?;
    let mut mutants = Vec::new();
    for (example, file) in GRAPHS {
        let sources = root.join("examples").join(example).join("lightflow");
        let signatures = nodes::signatures(&sources)?;
        let path = sources.join(file);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        // Each mutant is a program of its own: what it uses comes from the example's library.
        let library = if *example == "studio" { "mutants::" } else { "diffusion::" };
        let text = text.replace("crate::", library);
        mutants.extend(edits::mutants(example, file, &text, &signatures)?);
    }
    let judged = check::judge(&root, Path::new(&scratch), &mutants)?;
    Ok(report::print(&mutants, &judged))
}
