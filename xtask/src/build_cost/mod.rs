//! `cargo xtask build-cost`: how long rustc makes an author wait.

mod check;
mod contracts;
mod source;
mod studio;

use crate::{Outcome, table};

pub fn run(_: &[String]) -> Outcome {
    let mut rows = Vec::new();
    let checked = check::run(&mut rows)?;
    let shaped = contracts::run(&mut rows)?;
    let rebuilt = studio::run(&mut rows)?;
    table::print(["build", "time", "a step", "aim", ""], &rows);
    Ok(checked && shaped && rebuilt)
}
