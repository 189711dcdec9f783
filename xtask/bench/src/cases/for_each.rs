//! A `for` over a million items: its time, and the memory it needs beside its two lists.

use std::process::Command;

use super::{Bench, SYNC, workflow};
use crate::graphs::{each, overtaken};
use crate::hand::steps;
use crate::measure::{Contender, measure};
use crate::report::{Row, Verdict};

const ITEMS: u64 = 1_000_000;
/// Two lists of eight bytes an item.
const LISTS_KIB: u64 = 2 * 8 * ITEMS / 1024;
/// Room for the engine's own; a byte an item would be a quarter of it.
const SPARE_KIB: u64 = 4 * 1024;
/// The argument with which this program measures itself in a process of its own.
pub const CHILD: &str = "--memory-of-a-million-items";

const STEADY: &str = "steady";
/// All other items are done long before the first: what is remembered of them must not grow with their number.
const OVERTAKEN: &str = "overtaken";

pub fn run(bench: &Bench, rows: &mut Vec<Row>) {
    let by_hand = |items: Vec<u64>| -> Vec<u64> {
        // A lane by hand: an item goes through a slot, and its step is looked up in a table.
        let (mut slots, table) = ([0, 0], std::hint::black_box([(steps::step as steps::Plain, [0], 1)]));
        let lane = |item| {
            slots[0] = item;
            for (run, inputs, output) in &table {
                slots[*output] = run(&slots, inputs);
            }
            slots[1]
        };
        items.into_iter().map(lane).collect()
    };
    let items: Vec<u64> = (0..ITEMS).collect();
    assert_eq!(bench.check(each { items: items.clone() }), by_hand(items));
    let contenders = [
        workflow!(bench, each { items: (0..ITEMS).collect() }),
        Contender::called(move || by_hand((0..ITEMS).collect())),
    ];
    let times = measure(&bench.runtime, bench.rounds, &contenders);
    rows.push(Row::per_step("`for`, 1,000,000 items", &times, ITEMS as usize, Some(SYNC)));
    rows.push(memory("`for`, peak memory", STEADY));
    rows.push(memory("`for`, first item slow", OVERTAKEN));
}

fn memory(case: &str, kind: &str) -> Row {
    // A process of its own: a peak never falls again, and other cases have had theirs.
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).args([CHILD, kind]).output().expect("this program can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let grown: Option<u64> = text.trim().parse().ok();
    let most = LISTS_KIB + SPARE_KIB;
    Row {
        case: case.into(),
        ours: grown.map_or_else(|| "no figure".into(), |grown| format!("{:.1} MiB", grown as f64 / 1024.0)),
        hand: format!("{:.1} MiB", LISTS_KIB as f64 / 1024.0),
        tasks: String::new(),
        ratio: grown.map_or_else(String::new, |grown| format!("{:.2}", grown as f64 / LISTS_KIB as f64)),
        aim: format!("≤ {:.1} MiB", most as f64 / 1024.0),
        // Systems without /proc have no figure.
        verdict: grown.map_or(Verdict::Soft, |grown| Verdict::of(grown <= most)),
    }
}

/// In the child: by how many KiB the peak grows while a million items are made, run and given back.
pub fn memory_of_a_million_items(bench: &Bench, kind: &str) {
    let run = |items: Vec<u64>| match kind {
        OVERTAKEN => bench.check(overtaken { items }),
        _ => bench.check(each { items }),
    };
    // A thousand first, so that threads, allocator and what is learned once are not counted.
    run((0..1_000).collect());
    let before = peak_kib();
    let results = run((0..ITEMS).collect());
    let after = peak_kib();
    assert_eq!(results.len(), ITEMS as usize);
    if let (Some(before), Some(after)) = (before, after) {
        println!("{}", after - before);
    }
}

fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
