//! What it costs to keep a run: steps that are new, steps that are known, and going on with a long journal.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lightflow::record::{Kept, Recorder, StepKey};
use lightflow::runs::{Durability, Place, Reuse, RunRequest, Runs, Store};
use lightflow::{Engine, Workflow};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::{Bench, workflow};
use crate::graphs::sync_chain_100;
use crate::measure::{Contender, Times, measure};
use crate::report::{Row, Verdict};

const STEPS: usize = 100;
/// A second run of a plan of 100 steps that are all known.
const WARM_MS: f64 = 10.0;
/// Going on with a journal of 100,000 events, over one of 1,000.
const RESUME: f64 = 2.0;

/// A store that is gone when the last contender is.
#[derive(Clone)]
pub struct Kitchen {
    pub runs: Runs,
    pub engine: Engine,
    _folder: Arc<TempDir>,
}

impl Kitchen {
    pub fn new(engine: &Engine, durability: Durability) -> Self {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let store = Store::options().durability(durability).open(folder.path()).expect("a store opens");
        Self { runs: Runs::of(store), engine: engine.clone(), _folder: Arc::new(folder) }
    }

    /// A whole run as the command line keeps it, with its events.
    pub async fn run(&self, x: u64) -> u64 {
        let inputs: Map<String, Value> = [("x".to_owned(), json!(x))].into_iter().collect();
        let spec = <sync_chain_100 as Workflow>::SPEC;
        let begun = self.runs.begin(spec, &inputs, Place::default(), Reuse::default());
        let mut recording = begun.expect("the store can be written");
        let mut run = self.engine.submit(sync_chain_100 { x }).recorded(recording.recorder());
        let mut events = run.events();
        let result = run.await.expect("this workflow does not fail");
        while let Some(event) = events.next().await {
            recording.event(&event);
        }
        assert_eq!(recording.trouble(), None);
        recording.end(Ok(Some(&json!(result)))).expect("the store can be written");
        result
    }
}

/// Numbers that no run had before.
fn new_input() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1_000);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn fresh(bench: &Bench, rows: &mut Vec<Row>) {
    let kinds = [
        ("process", Durability::Process),
        ("normal", Durability::Normal),
        ("full: fsync a step", Durability::Full),
    ];
    for (name, durability) in kinds {
        let kitchen = Kitchen::new(&bench.engine, durability);
        assert_eq!(bench.runtime.block_on(kitchen.run(1)), bench.check(sync_chain_100 { x: 1 }));
        let recorded = Contender::awaited(move || {
            let kitchen = kitchen.clone();
            async move { kitchen.run(new_input()).await }
        });
        let contenders = [recorded, workflow!(bench, sync_chain_100 { x: 1 })];
        let times = measure(&bench.runtime, bench.rounds, &contenders);
        rows.push(per_step(format!("recorded step, {name}"), &times));
    }
}

/// Microseconds a step, beside those of a run that nobody keeps.
fn per_step(case: String, times: &Times) -> Row {
    let each = |index: usize| format!("{:.3} µs", times.seconds[index] / STEPS as f64 * 1e6);
    Row {
        case,
        ours: each(0),
        hand: format!("{} unrecorded", each(1)),
        tasks: String::new(),
        ratio: String::new(),
        aim: String::new(),
        verdict: Verdict::Soft,
    }
}

pub fn warm(bench: &Bench, rows: &mut Vec<Row>) {
    let contenders = [Durability::Normal, Durability::Process].map(|durability| {
        let kitchen = Kitchen::new(&bench.engine, durability);
        bench.runtime.block_on(kitchen.run(1));
        Contender::awaited(move || {
            let kitchen = kitchen.clone();
            async move { kitchen.run(1).await }
        })
    });
    let [normal, process] = measure(&bench.runtime, bench.rounds, &contenders).seconds[..] else { return };
    rows.push(Row {
        case: format!("second run of {STEPS} steps, all known"),
        ours: format!("{:.2} ms", normal * 1e3),
        hand: format!("{:.2} ms without fsync", process * 1e3),
        tasks: String::new(),
        ratio: String::new(),
        aim: format!("≤ {WARM_MS} ms"),
        verdict: Verdict::of(normal * 1e3 <= WARM_MS),
    });
}

/// Knows nothing and keeps nothing.
#[derive(Debug)]
struct Nobody;

impl Recorder for Nobody {
    fn run_id(&self) -> &str {
        "nobody"
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        black_box(key);
        None
    }

    fn keep(&self, _: &StepKey, kept: Kept) {
        black_box(kept);
    }
}

pub fn keys(bench: &Bench, rows: &mut Vec<Row>) {
    let engine = bench.engine.clone();
    let keyed = Contender::awaited(move || {
        let run = engine.submit(sync_chain_100 { x: 1 }).recorded(Arc::new(Nobody));
        async move { run.await.expect("this workflow does not fail") }
    });
    let contenders = [keyed, workflow!(bench, sync_chain_100 { x: 1 })];
    rows.push(per_step(
        "key of a step, digest of its output".into(),
        &measure(&bench.runtime, bench.rounds, &contenders),
    ));
}

pub fn resume(bench: &Bench, rows: &mut Vec<Row>) {
    let kitchen = Kitchen::new(&bench.engine, Durability::Normal);
    let long = interrupted(&kitchen, 100_000);
    let short = interrupted(&kitchen, 1_000);
    let times = measure(&bench.runtime, bench.rounds, &[long, short]);
    let text = |index: usize| format!("{:.2} ms", times.seconds[index] * 1e3);
    rows.push(Row {
        case: "going on after 100,000 events".into(),
        ours: text(0),
        hand: format!("{} after 1,000", text(1)),
        tasks: String::new(),
        ratio: format!("{:.2}", times.ratios[0]),
        aim: format!("≤ {RESUME}"),
        verdict: Verdict::of(times.ratios[0] <= RESUME),
    });
}

/// Goes on with a run that was left after so many events.
fn interrupted(kitchen: &Kitchen, events: usize) -> Contender {
    let store = kitchen.runs.store().clone();
    let run = store.create(RunRequest::new("long", json!({}))).expect("the store can be written");
    let event = r#"{"time_ms":1,"event":"step_started","step":"shots[3]/shot/mask","calls":"studio/mask"}"#;
    for _ in 0..events / 1_000 {
        run.append(&vec![event; 1_000]).expect("the journal can be written");
    }
    let id = run.id();
    drop(run);
    let kitchen = kitchen.clone();
    Contender::called(move || {
        let run = kitchen.runs.store().resume(id).expect("nobody holds the run");
        assert_eq!(run.next_seq(), events as u64);
    })
}
