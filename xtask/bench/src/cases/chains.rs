//! Trivial steps in a row, from one flat body of 100 to 1,000,000 in compositions of compositions.

use std::sync::Arc;

use super::{ASYNC, Bench, SYNC, workflow};
use crate::graphs::*;
use crate::hand::plan::Plan;
use crate::hand::steps::{self, Boxed, Plain};
use crate::measure::{Contender, measure};
use crate::report::{Row, Verdict};

/// From the shortest chain to the longest, a step's cost grows by at most this much.
const FLAT: f64 = 1.5;
/// Steps of a chain that is one body.
const BODY: usize = 100;
/// A task a step is slow enough to be no contender for longer ones.
const MOST_TASKS: usize = 10_000;

/// Gives each length with a contender that runs its workflow, and the workflow's result.
macro_rules! lengths {
    ($bench:expr, $($steps:literal $workflow:ident)*) => {
        [$(($steps, workflow!($bench, $workflow { x: 1 }), $bench.check($workflow { x: 1 }))),*]
    };
}

pub fn sync(bench: &Bench, rows: &mut Vec<Row>) {
    let plan = Arc::new(Plan::chain(CHAIN.map(|node| PLAIN[node])));
    let boxed = Arc::new(Plan::chain(CHAIN.map(|node| BOXED[node])));
    let same = Arc::new(Plan::chain([steps::step as Plain; BODY]));
    let lengths = lengths!(bench, 100 sync_chain_100 1_000 sync_chain_1000 10_000 sync_chain_10000
        100_000 sync_chain_100000 1_000_000 sync_chain_1000000);
    let growth = growth(bench, &lengths.each_ref().map(|(steps, workflow, _)| (*steps, workflow.clone())));
    for (steps, workflow, result) in lengths {
        let times = steps / BODY;
        assert_eq!(result, plan.run(&[1], times));
        let plan = plan.clone();
        let mut contenders = vec![workflow, Contender::called(move || plan.run(&[1], times))];
        if steps <= MOST_TASKS {
            contenders.push(tasks(boxed.clone(), times));
        }
        let measured = measure(&bench.runtime, bench.rounds, &contenders);
        rows.push(Row::per_step(format!("sync chain, {}", grouped(steps)), &measured, steps, Some(SYNC)));
    }
    rows.push(flatness("sync chain, growth", &growth));
    let contenders = [
        workflow!(bench, sync_chain_10000 { x: 1 }),
        Contender::called(move || same.run(&[1], 10_000 / BODY)),
    ];
    let times = measure(&bench.runtime, bench.rounds, &contenders);
    rows.push(Row::per_step("against one function", &times, 10_000, None));
}

pub fn asynchronous(bench: &Bench, rows: &mut Vec<Row>) {
    let plan = Arc::new(Plan::chain(CHAIN.map(|node| BOXED[node])));
    let lengths = lengths!(bench, 100 async_chain_100 1_000 async_chain_1000 10_000 async_chain_10000
        100_000 async_chain_100000 1_000_000 async_chain_1000000);
    let growth = growth(bench, &lengths.each_ref().map(|(steps, workflow, _)| (*steps, workflow.clone())));
    for (steps, workflow, result) in lengths {
        let times = steps / BODY;
        assert_eq!(result, bench.runtime.block_on(plan.run_boxed(&[1], times)));
        let boxed = plan.clone();
        let by_hand = Contender::awaited(move || {
            let plan = boxed.clone();
            async move { plan.run_boxed(&[1], times).await }
        });
        let mut contenders = vec![workflow, by_hand];
        if steps <= MOST_TASKS {
            contenders.push(tasks(plan.clone(), times));
        }
        let measured = measure(&bench.runtime, bench.rounds, &contenders);
        rows.push(Row::per_step(format!("async chain, {}", grouped(steps)), &measured, steps, Some(ASYNC)));
    }
    rows.push(flatness("async chain, growth", &growth));
}

fn tasks(plan: Arc<Plan<Boxed>>, times: usize) -> Contender {
    Contender::awaited(move || {
        let plan = plan.clone();
        async move { plan.run_tasks(&[1], times).await }
    })
}

/// Seconds a step of each length, measured by turns: lengths are compared within the same minute.
fn growth(bench: &Bench, lengths: &[(usize, Contender)]) -> Vec<f64> {
    let contenders: Vec<Contender> = lengths.iter().map(|(_, workflow)| workflow.clone()).collect();
    let measured = measure(&bench.runtime, bench.rounds, &contenders);
    measured.seconds.iter().zip(lengths).map(|(seconds, (steps, _))| seconds / *steps as f64).collect()
}

/// The dearest step over the cheapest.
fn flatness(case: &str, costs: &[f64]) -> Row {
    let most = costs.iter().copied().fold(0.0, f64::max);
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    Row {
        case: case.into(),
        ours: format!("{:.1}–{:.1} ns", least * 1e9, most * 1e9),
        hand: String::new(),
        tasks: String::new(),
        ratio: format!("{:.2}", most / least),
        aim: format!("≤ {FLAT}"),
        verdict: Verdict::of(most / least <= FLAT),
    }
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
        .collect();
    groups.join(",")
}
