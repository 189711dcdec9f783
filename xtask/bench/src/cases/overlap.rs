//! What has to happen at the same time: waiting, and heavy work.

use super::{Bench, workflow};
use crate::graphs::{HEAVY, SLEEPERS, heavy, sleepers};
use crate::measure::{Contender, measure};
use crate::nodes::burn;
use crate::report::{Row, Verdict};

/// 40 sleeps of 5 ms one after another take 200 ms; the timer of tokio counts whole milliseconds.
const MOST_MS: f64 = 10.0;
/// On two cores of a machine that others use.
const SPEED_UP: f64 = 1.7;

pub fn sleepers(bench: &Bench, rows: &mut Vec<Row>) {
    let times = measure(&bench.runtime, bench.rounds, &[workflow!(bench, sleepers { x: 1 })]);
    let wall_ms = times.seconds[0] * 1e3;
    rows.push(Row {
        case: format!("{SLEEPERS} steps that sleep 5 ms"),
        ours: format!("{wall_ms:.1} ms"),
        hand: format!("{} ms in a row", SLEEPERS * 5),
        tasks: String::new(),
        ratio: String::new(),
        aim: format!("≤ {MOST_MS} ms"),
        verdict: Verdict::of(wall_ms <= MOST_MS),
    });
}

pub fn heavy(bench: &Bench, rows: &mut Vec<Row>) {
    bench.check(heavy { x: 1 });
    let contenders = [
        workflow!(bench, heavy { x: 1 }),
        Contender::called(|| burn_all(HEAVY)),
        // What the machine gives right now: two threads that share nothing.
        Contender::called(|| {
            std::thread::scope(|scope| {
                let other = scope.spawn(|| burn_all(HEAVY / 2));
                burn_all(HEAVY / 2).wrapping_add(other.join().expect("no panic"))
            })
        }),
    ];
    let times = measure(&bench.runtime, bench.rounds, &contenders);
    let [ours, threads] = [times.ratios[0], times.ratios[2]].map(|ratio| 1.0 / ratio);
    rows.push(Row {
        case: format!("{HEAVY} heavy steps, speed-up"),
        ours: format!("{:.1} ms", times.seconds[0] * 1e3),
        hand: format!("{:.1} ms", times.seconds[1] * 1e3),
        tasks: String::new(),
        ratio: format!("x {ours:.2}"),
        aim: format!("x {SPEED_UP}; two threads x {threads:.2}"),
        verdict: Verdict::Soft,
    });
}

fn burn_all(steps: usize) -> u64 {
    (0..steps).map(|_| burn(std::hint::black_box(1))).fold(0, u64::wrapping_add)
}
