//! Runs one workflow over and over and measures nothing, for a profiler to look at.
//!
//! ```text
//! valgrind --tool=callgrind target/release/lightflow-bench --profile sync-chain
//! ```

use lightflow::runs::Durability;

use crate::cases::{Bench, Kitchen};
use crate::graphs::*;

pub const FLAG: &str = "--profile";
pub const KNOWN: &[&str] =
    &["sync-chain", "async-chain", "three-steps", "for", "fan", "layers", "warm", "recorded"];

/// Gives whether there is such a workflow.
pub fn run(bench: &Bench, name: &str) -> bool {
    let engine = bench.engine.clone();
    macro_rules! repeat {
        ($times:literal, $inputs:expr) => {
            bench.runtime.block_on(async {
                let runs = tokio::spawn(async move {
                    for _ in 0..$times {
                        engine.run($inputs).await.expect("these workflows do not fail");
                    }
                });
                runs.await.expect("no step panics");
            })
        };
    }
    let repeat_kept = |times: u64, input: fn(u64) -> u64| {
        let kitchen = Kitchen::new(&bench.engine, Durability::Normal);
        bench.runtime.block_on(async {
            for call in 0..times {
                kitchen.run(input(call)).await;
            }
        });
    };
    match name {
        "warm" => repeat_kept(300, |_| 1),
        "recorded" => repeat_kept(300, |call| call),
        "sync-chain" => repeat!(50_000, sync_chain_1000 { x: 1 }),
        "async-chain" => repeat!(50_000, async_chain_1000 { x: 1 }),
        "three-steps" => repeat!(1_000_000, three_steps { x: 1 }),
        "for" => repeat!(100, each { items: (0..100_000).collect() }),
        "fan" => repeat!(20_000, sync_fan { x: 1 }),
        "layers" => repeat!(50_000, sync_layers { v0: 1, v1: 2, v2: 3 }),
        _ => return false,
    }
    true
}
