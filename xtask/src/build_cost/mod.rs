//! `cargo xtask build-cost [check] [contracts] [studio]`: how long rustc makes an author wait.

mod check;
mod contracts;
mod source;
mod studio;

use crate::{Outcome, table};

/// Measures, and adds rows.
type Part = fn(&mut Vec<[String; 5]>) -> Outcome;

const PARTS: [(&str, Part); 3] =
    [("check", check::run), ("contracts", contracts::run), ("studio", studio::run)];

pub fn run(arguments: &[String]) -> Outcome {
    if let Some(other) = arguments.iter().find(|argument| PARTS.iter().all(|(name, _)| name != argument)) {
        return Err(format!(
            "`{other}` is no part of it; write `check`, `contracts` or `studio`, or nothing for all"
        ));
    }
    let mut rows = Vec::new();
    let mut met = true;
    for (name, part) in PARTS {
        if arguments.is_empty() || arguments.iter().any(|argument| argument == name) {
            met &= part(&mut rows)?;
        }
    }
    table::print(["build", "time", "a step", "aim", ""], &rows);
    Ok(met)
}
