//! What is measured, one kind of graph a file. Every case first checks that both sides give the same result.

mod chains;
mod diamond;
mod for_each;
mod graphs;
mod overlap;
mod recorded;
mod three_steps;

use lightflow::Engine;
use tokio::runtime::Runtime;

use crate::report::Row;

pub use for_each::{CHILD, memory_of_a_million_items};
pub use recorded::Kitchen;

/// A workflow of sync steps takes at most this much longer than a loop over a table of functions.
const SYNC: f64 = 3.0;
/// A workflow of async steps takes at most this much longer than a loop with a boxed future a step.
const ASYNC: f64 = 2.0;

/// A named measurement.
pub type Case = (&'static str, fn(&Bench, &mut Vec<Row>));

pub const ALL: &[Case] = &[
    ("chain", chains::sync),
    ("async-chain", chains::asynchronous),
    ("fan", graphs::fan),
    ("layers", graphs::layers),
    ("three-steps", three_steps::run),
    ("diamond", diamond::run),
    ("for", for_each::run),
    ("sleepers", overlap::sleepers),
    ("heavy", overlap::heavy),
    ("recorded", recorded::fresh),
    ("warm", recorded::warm),
    ("keys", recorded::keys),
    ("resume", recorded::resume),
];

/// What all cases share.
pub struct Bench {
    pub runtime: Runtime,
    pub engine: Engine,
    pub rounds: usize,
}

impl Bench {
    fn check<W: lightflow::Workflow>(&self, inputs: W) -> W::Output {
        let engine = self.engine.clone();
        self.runtime.block_on(async move { engine.run(inputs).await.expect("these workflows do not fail") })
    }
}

/// A contender that runs a workflow.
macro_rules! workflow {
    ($bench:expr, $inputs:expr) => {{
        let engine = $bench.engine.clone();
        $crate::measure::Contender::awaited(move || {
            let engine = engine.clone();
            async move { engine.run($inputs).await.expect("these workflows do not fail") }
        })
    }};
}
use workflow;
