//! A small workflow run over and over: what a run costs beside its steps.

use std::sync::Arc;

use super::{Bench, workflow};
use crate::graphs::*;
use crate::hand::plan::Plan;
use crate::hand::steps::{self, Boxed, Plain};
use crate::measure::{Contender, Times, measure};
use crate::report::{Row, Verdict};

pub fn run(bench: &Bench, rows: &mut Vec<Row>) {
    let plain: Arc<Plan<Plain>> = Arc::new(Plan::chain([steps::step as Plain; 3]));
    let boxed: Arc<Plan<Boxed>> = Arc::new(Plan::chain([steps::step_boxed as Boxed; 3]));
    assert_eq!(bench.check(three_steps { x: 1 }), plain.run(&[1], 1));
    let contenders = [
        workflow!(bench, three_steps { x: 1 }),
        Contender::called(move || plain.run(&[1], 1)),
        in_a_task(boxed.clone()),
    ];
    rows.push(row("3 sync steps, a run", &measure(&bench.runtime, bench.rounds, &contenders)));
    let awaited = boxed.clone();
    let contenders = [
        workflow!(bench, three_steps_async { x: 1 }),
        Contender::awaited(move || {
            let plan = awaited.clone();
            async move { plan.run_boxed(&[1], 1).await }
        }),
        in_a_task(boxed),
    ];
    rows.push(row("3 async steps, a run", &measure(&bench.runtime, bench.rounds, &contenders)));
}

/// Three boxed steps in one spawned task: what starting anything on tokio costs.
fn in_a_task(plan: Arc<Plan<Boxed>>) -> Contender {
    Contender::awaited(move || {
        let plan = plan.clone();
        async move { tokio::spawn(async move { plan.run_boxed(&[1], 1).await }).await.expect("no panic") }
    })
}

/// A run has a frame, a result and a handle to cancel it by, which a loop over a table does not; the aim is that it
/// costs less than the one task that a hand-written service would spawn for it.
fn row(case: &str, times: &Times) -> Row {
    let [ours, _, task] = [0, 1, 2].map(|index| times.seconds[index] * 1e9);
    let mut row = Row::per_step(case, times, 1, None);
    row.aim = format!("≤ a task: {:.2}", ours / task);
    row.verdict = Verdict::of(ours <= task);
    row
}
