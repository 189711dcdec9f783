//! Twelve steps that share payloads of 64 KiB: nothing is copied to be read.

use std::sync::atomic::Ordering;

use super::{Bench, SYNC, workflow};
use crate::graphs::diamond;
use crate::hand::payloads;
use crate::measure::{Contender, measure};
use crate::nodes::COPIES;
use crate::report::{Row, Verdict};

pub fn run(bench: &Bench, rows: &mut Vec<Row>) {
    assert_eq!(bench.check(diamond { x: 1 }), payloads::diamond(1));
    let contenders = [workflow!(bench, diamond { x: 1 }), Contender::called(|| payloads::diamond(1))];
    let times = measure(&bench.runtime, bench.rounds, &contenders);
    rows.push(Row::per_step("diamond, 12 x 64 KiB", &times, 12, Some(SYNC)));
    let copies = COPIES.load(Ordering::Relaxed);
    rows.push(Row {
        case: "diamond, payloads copied".into(),
        ours: copies.to_string(),
        hand: "0".into(),
        tasks: String::new(),
        ratio: String::new(),
        aim: "0".into(),
        verdict: Verdict::of(copies == 0),
    });
}
