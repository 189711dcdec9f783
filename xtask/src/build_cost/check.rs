//! `cargo check` of one workflow, from 50 to 2,000 steps: linear, and cheap.

use std::fs;
use std::path::Path;

use super::source;
use crate::{Outcome, cargo, table};

const STEPS: [usize; 6] = [50, 100, 200, 500, 1_000, 2_000];
const ROUNDS: usize = 3;
/// Milliseconds a step.
const MOST: f64 = 1.5;
/// The cost of a step among 2,000 over that of one among 200.
const GROWTH: f64 = 1.5;
/// Milliseconds that the best of three differs by on a quiet machine.
const NOISE: f64 = 40.0;
/// Shorter workflows are reported: there, the noise is a large part of the difference.
const JUDGED_FROM: usize = 200;

pub fn run(rows: &mut Vec<[String; 5]>) -> Outcome {
    // Without incremental compilation all work is done anew, as for a workflow that was just written; with it, rustc
    // keeps what the edit did not reach.
    let fresh = kind(rows, "fresh", "0")?;
    let again = kind(rows, "after a touch", "1")?;
    Ok(fresh && again)
}

fn kind(rows: &mut Vec<[String; 5]>, name: &str, incremental: &str) -> Outcome {
    let folder = cargo::scratch("check")?;
    write_crate(&folder).map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
    println!("checking generated workflows, {name} ..");
    let mut edition = 0;
    let mut check = |steps: usize| {
        edition += 1;
        fs::write(folder.join("src/workflow.rs"), source::workflow(steps, edition))
            .map_err(|error| error.to_string())?;
        let mut command = cargo::command(&folder);
        command.args(["check", "--quiet"]);
        // Each kind has its own builds, or the dependencies would be built again at every change.
        command.env("CARGO_TARGET_DIR", folder.join(format!("target-{incremental}")));
        command.env("CARGO_INCREMENTAL", incremental);
        cargo::timed(&mut command).map(|time| time.as_secs_f64() * 1e3)
    };
    let lengths = [&[0], STEPS.as_slice()].concat();
    let mut best = vec![f64::INFINITY; lengths.len()];
    check(0)?;
    // The lengths by turns, so that a busy moment of the machine does not fall on one of them.
    for _ in 0..ROUNDS {
        for (best, &steps) in best.iter_mut().zip(&lengths) {
            if incremental == "1" {
                // After a touch, rustc may use what it knows of this very workflow.
                check(steps)?;
            }
            *best = best.min(check(steps)?);
        }
    }
    let cost = |index: usize| (best[index + 1] - best[0]) / STEPS[index] as f64;
    let mut met = true;
    rows.push([
        format!("check, {name}, nodes alone"),
        ms(best[0]),
        String::new(),
        String::new(),
        String::new(),
    ]);
    for (index, steps) in STEPS.into_iter().enumerate() {
        let mut row = [
            format!("check, {name}, {steps} steps"),
            ms(best[index + 1] - best[0]),
            format!("{:.2} ms", cost(index)),
            String::new(),
            String::new(),
        ];
        if steps >= JUDGED_FROM {
            met &= cost(index) < MOST;
            row[3] = format!("< {MOST} ms");
            row[4] = table::verdict(cost(index) < MOST);
        }
        rows.push(row);
    }
    let (short, long) = (cost(2), cost(5));
    let linear = long <= GROWTH * short + NOISE / STEPS[2] as f64;
    rows.push([
        format!("check, {name}, 2000 over 200"),
        String::new(),
        format!("x {:.2}", long / short),
        format!("≤ x {GROWTH}"),
        table::verdict(linear),
    ]);
    Ok(met && linear)
}

fn ms(time: f64) -> String {
    format!("{time:.0} ms")
}

pub fn write_crate(folder: &Path) -> std::io::Result<()> {
    let root = cargo::root();
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         lightflow = {{ path = {:?}, default-features = false }}\n",
        root.join("lightflow")
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("src/lib.rs"), "pub mod nodes;\npub mod workflow;\n")?;
    fs::write(folder.join("src/nodes.rs"), source::NODES)
}
