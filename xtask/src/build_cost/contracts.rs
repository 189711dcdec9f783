//! What shape contracts add to `cargo check`: the same workflow over nodes with and without them.

use std::fs;

use super::{check, source};
use crate::{Outcome, cargo, table};

const STEPS: [usize; 2] = [200, 1_000];
const ROUNDS: usize = 3;
/// Milliseconds a step.
const MOST: f64 = 1.0;

pub fn run(rows: &mut Vec<[String; 5]>) -> Outcome {
    let folder = cargo::scratch("check")?;
    println!("checking generated workflows, with and without contracts ..");
    let mut edition = 0;
    let mut check = |steps: usize, shaped: bool| {
        edition += 1;
        check::write_crate(&folder).map_err(|error| error.to_string())?;
        let nodes = if shaped { source::shaped_nodes() } else { source::NODES.to_owned() };
        fs::write(folder.join("src/nodes.rs"), nodes).map_err(|error| error.to_string())?;
        fs::write(folder.join("src/workflow.rs"), source::workflow(steps, edition))
            .map_err(|error| error.to_string())?;
        let mut command = cargo::command(&folder);
        command.args(["check", "--quiet"]).env("CARGO_INCREMENTAL", "0");
        command.env("CARGO_TARGET_DIR", folder.join("target-0"));
        cargo::timed(&mut command).map(|time| time.as_secs_f64() * 1e3)
    };
    let mut met = true;
    for steps in STEPS {
        let mut best = [f64::INFINITY; 4];
        for _ in 0..ROUNDS {
            let ways = [(0, false), (0, true), (steps, false), (steps, true)];
            for (best, (steps, shaped)) in best.iter_mut().zip(ways) {
                *best = best.min(check(steps, shaped)?);
            }
        }
        let [nodes, shaped_nodes, plain, shaped] = best;
        let more = (shaped - shaped_nodes) - (plain - nodes);
        let each = more / steps as f64;
        met &= each < MOST;
        rows.push([
            format!("contracts, {steps} steps"),
            format!("{more:.0} ms"),
            format!("{each:.2} ms"),
            format!("< {MOST} ms"),
            table::verdict(each < MOST),
        ]);
    }
    Ok(met)
}
