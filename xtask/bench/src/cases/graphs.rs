//! Graphs that are no chain: a fan, and layers in which each step reads three values of the layer before.

use std::sync::Arc;

use super::{ASYNC, Bench, SYNC, workflow};
use crate::graphs::*;
use crate::hand::plan::Plan;
use crate::hand::steps::{self, Boxed, Plain};
use crate::measure::{Contender, measure};
use crate::report::Row;

const X: [u64; 3] = [1, 2, 3];

pub fn fan(bench: &Bench, rows: &mut Vec<Row>) {
    let plain: Plan<Plain> = fan_plan(steps::step, steps::total);
    let boxed: Plan<Boxed> = fan_plan(steps::step_boxed, steps::total_boxed);
    let steps = FAN + 2;
    assert_eq!(bench.check(sync_fan { x: 1 }), plain.run(&X[..1], 1));
    assert_eq!(bench.check(async_fan { x: 1 }), plain.run(&X[..1], 1));
    let flat = [workflow!(bench, sync_fan { x: 1 }), called(plain.clone(), 1), tasks(boxed.clone(), 1)];
    rows.push(Row::per_step(
        "sync fan 1→1,000→1, flat",
        &measure(&bench.runtime, bench.rounds, &flat),
        steps,
        Some(SYNC),
    ));
    let flat = [workflow!(bench, async_fan { x: 1 }), awaited(boxed.clone(), 1), tasks(boxed, 1)];
    rows.push(Row::per_step(
        "async fan 1→1,000→1, flat",
        &measure(&bench.runtime, bench.rounds, &flat),
        steps,
        Some(ASYNC),
    ));
    bench.check(fan_for { x: 1, count: FAN });
    let by_for = [workflow!(bench, fan_for { x: 1, count: FAN }), called(plain, 1)];
    rows.push(Row::per_step(
        "sync fan 1→1,000→1, `for`",
        &measure(&bench.runtime, bench.rounds, &by_for),
        steps,
        Some(SYNC),
    ));
}

pub fn layers(bench: &Bench, rows: &mut Vec<Row>) {
    let plain: Plan<Plain> = layered_plan(steps::mix, steps::total);
    let boxed: Plan<Boxed> = layered_plan(steps::mix_boxed, steps::total_boxed);
    let steps = LAYERS.len() + 1;
    let [v0, v1, v2] = X;
    assert_eq!(bench.check(sync_layers { v0, v1, v2 }), plain.run(&X, 1));
    assert_eq!(bench.check(async_layers { v0, v1, v2 }), plain.run(&X, 1));
    let sync = [workflow!(bench, sync_layers { v0, v1, v2 }), called(plain, 3), tasks(boxed.clone(), 3)];
    rows.push(Row::per_step(
        "sync layers 20 x 25",
        &measure(&bench.runtime, bench.rounds, &sync),
        steps,
        Some(SYNC),
    ));
    let asynchronous =
        [workflow!(bench, async_layers { v0, v1, v2 }), awaited(boxed.clone(), 3), tasks(boxed, 3)];
    rows.push(Row::per_step(
        "async layers 20 x 25",
        &measure(&bench.runtime, bench.rounds, &asynchronous),
        steps,
        Some(ASYNC),
    ));
}

fn fan_plan<R: Copy>(step: R, total: R) -> Plan<R> {
    let mut plan = Plan::new(1);
    plan.wave(step, [vec![0]]);
    plan.wave(step, (0..FAN).map(|_| vec![1]));
    plan.wave(total, [(2..2 + FAN as u32).collect()]);
    plan
}

fn layered_plan<R: Copy>(mix: R, total: R) -> Plan<R> {
    let mut plan = Plan::new(3);
    for layer in LAYERS.chunks(WIDTH) {
        plan.wave(mix, layer.iter().map(|inputs| inputs.to_vec()));
    }
    plan.wave(total, [UNREAD.to_vec()]);
    plan
}

fn called(plan: Plan<Plain>, params: usize) -> Contender {
    Contender::called(move || plan.run(&X[..params], 1))
}

fn awaited(plan: Plan<Boxed>, params: usize) -> Contender {
    let plan = Arc::new(plan);
    Contender::awaited(move || {
        let plan = plan.clone();
        async move { plan.run_boxed(&X[..params], 1).await }
    })
}

fn tasks(plan: Plan<Boxed>, params: usize) -> Contender {
    let plan = Arc::new(plan);
    Contender::awaited(move || {
        let plan = plan.clone();
        async move { plan.run_tasks(&X[..params], 1).await }
    })
}
