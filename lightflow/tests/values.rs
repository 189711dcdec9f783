//! Values are shared or moved, cloned only where the source says so, and dropped exactly once however a run ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::time::Duration;

use lightflow::prelude::*;
use lightflow::{EventKind, RunErrorKind};
use proptest::prelude::*;

/// Counts how many values live, and how often one was cloned.
#[derive(Default, Debug)]
struct Counts {
    alive: AtomicIsize,
    clones: AtomicUsize,
}

#[derive(Port, Debug)]
#[port(handle)]
struct Counted {
    number: u32,
    counts: Arc<Counts>,
}

impl Counted {
    fn new(number: u32, counts: &Arc<Counts>) -> Self {
        counts.alive.fetch_add(1, Ordering::SeqCst);
        Self { number, counts: counts.clone() }
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.counts.clones.fetch_add(1, Ordering::SeqCst);
        Self::new(self.number, &self.counts)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.counts.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

#[derive(Port, Clone, Debug)]
#[port(handle)]
struct Maker(Arc<Counts>);

/// What a step does instead of giving a value.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
enum Fate {
    Fine,
    Fails,
    Panics,
    Waits,
}

#[node]
fn make(maker: &Maker, number: u32) -> Counted {
    Counted::new(number, &maker.0)
}

#[node]
async fn make_later(maker: &Maker, number: u32) -> Counted {
    tokio::task::yield_now().await;
    Counted::new(number, &maker.0)
}

#[node]
fn read(value: &Counted) -> u32 {
    value.number
}

#[node]
fn consume(value: Counted) -> u32 {
    value.number
}

#[node]
fn pass(value: Counted) -> Counted {
    value
}

#[node]
fn pair(value: Counted) -> (Counted, Counted) {
    let second = Counted::new(value.number + 1, &value.counts);
    (value, second)
}

#[node]
fn meets(value: Counted, fate: Fate) -> Result<Counted, String> {
    match fate {
        Fate::Fine => Ok(value),
        Fate::Fails => Err("failed".into()),
        Fate::Panics => panic!("panicked"),
        Fate::Waits => Ok(value),
    }
}

#[node]
async fn meets_later(value: Counted, fate: Fate) -> Result<Counted, String> {
    tokio::task::yield_now().await;
    match fate {
        Fate::Waits => std::future::pending().await,
        Fate::Fails => Err("failed".into()),
        Fate::Panics => panic!("panicked"),
        Fate::Fine => Ok(value),
    }
}

#[node]
fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[node]
fn sum(values: &[Counted]) -> u32 {
    values.iter().map(|value| value.number).sum()
}

#[workflow]
fn moves(maker: Maker) -> u32 {
    let value = make(&maker, 1);
    let passed = pass(value);
    let seen = read(&passed);
    let again = read(&passed);
    add(add(seen, again), consume(passed))
}

#[workflow]
fn clones_twice(maker: Maker) -> u32 {
    let value = make(&maker, 1);
    let a = consume(value);
    let b = consume(value);
    let c = consume(value);
    add(add(a, b), c)
}

#[workflow]
fn moves_into_an_arm(maker: Maker, first: bool) -> u32 {
    let value = make(&maker, 1);
    if first { consume(value) } else { read(&pass(value)) }
}

#[workflow]
fn lends_to_a_loop(maker: Maker, items: Vec<u32>) -> u32 {
    let value = make(&maker, 1);
    let numbers = for item in items {
        add(item, read(&value))
    };
    add(numbers[0], consume(value))
}

#[workflow]
fn takes_apart(maker: Maker) -> u32 {
    let (first, _) = pair(make(&maker, 1));
    let (_, second) = pair(make(&maker, 5));
    add(consume(first), consume(second))
}

#[tokio::test]
async fn a_value_is_cloned_only_where_it_is_used_again_by_value() {
    let counts = Arc::new(Counts::default());
    let engine = Engine::new();
    let clones = || counts.clones.swap(0, Ordering::SeqCst);
    let maker = Maker(counts.clone());
    assert_eq!(engine.run(moves { maker: maker.clone() }).await.unwrap(), 3);
    assert_eq!(clones(), 0, "read, then moved");
    assert_eq!(engine.run(clones_twice { maker: maker.clone() }).await.unwrap(), 3);
    assert!((2..=3).contains(&clones()), "the last use moves, unless another still has to make its clone");
    for first in [true, false] {
        assert_eq!(engine.run(moves_into_an_arm { maker: maker.clone(), first }).await.unwrap(), 1);
        assert_eq!(clones(), 0, "one arm runs, and may take it");
    }
    assert_eq!(engine.run(lends_to_a_loop { maker: maker.clone(), items: vec![1, 2, 3] }).await.unwrap(), 3);
    assert_eq!(clones(), 0, "a loop is lent what it only reads");
    assert_eq!(engine.run(takes_apart { maker }).await.unwrap(), 1 + 6);
    assert_eq!(clones(), 0, "outputs are taken apart, not copied");
    assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
}

#[workflow]
fn rows(maker: Maker, rows: Vec<Vec<u32>>, fates: Vec<Fate>, unused: bool) -> u32 {
    let spare = make_later(&maker, 1000);
    let made = for row in rows {
        let values = for number in row {
            let value = make_later(&maker, number);
            let fate: Fate = fates[number as usize % fates.len()];
            let kept = meets(value, fate);
            let later = meets_later(kept, fate);
            let (first, second) = pair(later);
            let chosen = if second.number % 2 == 0 { second } else { pass(first) };
            chosen
        };
        sum(&values)
    };
    let extra = if unused { 0 } else { read(&spare) };
    add(made.iter().sum(), extra)
}

/// The same computation in plain Rust.
fn model(rows: &[Vec<u32>], fates: &[Fate], unused: bool) -> Option<u32> {
    let mut total = if unused { 0 } else { 1000 };
    for number in rows.iter().flatten() {
        if fates[*number as usize % fates.len()] != Fate::Fine {
            return None;
        }
        total += if (number + 1) % 2 == 0 { number + 1 } else { *number };
    }
    Some(total)
}

fn some_fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop_oneof![12 => Just(Fate::Fine), 1 => Just(Fate::Fails), 1 => Just(Fate::Panics)];
    proptest::collection::vec(fate, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever the input, the engine computes what plain Rust does, or names a failed step; no value is lost or dropped twice.
    #[test]
    fn a_run_agrees_with_plain_rust_and_drops_every_value_once(
        inputs in proptest::collection::vec(proptest::collection::vec(0u32..50, 0..6), 0..6),
        fates in some_fates(),
        unused in any::<bool>(),
        parallel_steps in 1usize..8,
        watched in any::<bool>(),
    ) {
        let counts = Arc::new(Counts::default());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
        let expected = model(&inputs, &fates, unused);
        let workflow = rows { maker: Maker(counts.clone()), rows: inputs, fates, unused };
        let mut run = Engine::builder().parallel_steps(parallel_steps).build().submit(workflow);
        let events = watched.then(|| run.events());
        let result = runtime.block_on(async { run.spawn().await });
        // Values that a sync step still holds go with it.
        drop(runtime);
        prop_assert_eq!(result.as_ref().ok().copied(), expected);
        if let Err(error) = result {
            let step = error.step.expect("a failed run names its step");
            prop_assert!(step.path.contains("kept") || step.path.contains("later"), "{}", step.path);
            prop_assert!(matches!(error.kind, RunErrorKind::Failed(_) | RunErrorKind::Panicked(_)));
        }
        prop_assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
        if let Some(mut events) = events {
            let seen: Vec<_> = std::iter::from_fn(|| events.try_next()).collect();
            for (index, event) in seen.iter().enumerate() {
                prop_assert_eq!(event.seq, index as u64);
            }
            let last = seen.last().map(|event| event.kind.is_last());
            prop_assert_eq!(last, Some(true));
            let failed = seen.iter().filter(|event| matches!(event.kind, EventKind::StepFailed { .. })).count();
            prop_assert_eq!(failed, usize::from(expected.is_none()));
        }
    }
}

#[tokio::test]
async fn a_cancelled_run_drops_what_it_made() {
    let counts = Arc::new(Counts::default());
    let inputs = rows {
        maker: Maker(counts.clone()),
        rows: vec![vec![1, 2, 3], vec![4, 5]],
        fates: vec![Fate::Waits],
        unused: true,
    };
    let mut run = Engine::new().submit(inputs);
    let mut events = run.events();
    let handle = run.spawn();
    let mut waiting = 0;
    while waiting < 5 {
        let event = events.next().await.unwrap();
        if matches!(event.kind, EventKind::StepStarted { ref step, .. } if step.ends_with("later")) {
            waiting += 1;
        }
    }
    handle.cancel();
    assert!(matches!(handle.await.unwrap_err().kind, RunErrorKind::Cancelled));
    assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
}

#[derive(Port, Clone, Debug)]
#[port(handle)]
struct Gate(Arc<std::sync::Barrier>);

/// Ignores its timeout, and uses what it was lent afterwards.
#[node(timeout = "1ms")]
fn stubborn(value: &Counted, gate: &Gate) -> Counted {
    gate.0.wait();
    Counted::new(value.number, &value.counts)
}

#[workflow]
fn abandoned(maker: Maker, gate: Gate) -> u32 {
    let value = make(&maker, 7);
    consume(stubborn(&value, &gate))
}

#[test]
fn a_run_ends_without_its_stubborn_step_and_frees_nothing_under_it() {
    let counts = Arc::new(Counts::default());
    let gate = Arc::new(std::sync::Barrier::new(2));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
    let engine = Engine::builder().grace(Duration::from_millis(1)).build();
    let inputs = abandoned { maker: Maker(counts.clone()), gate: Gate(gate.clone()) };
    let error = runtime.block_on(engine.run(inputs)).unwrap_err();
    assert!(matches!(error.kind, RunErrorKind::TimedOut(_)), "{error}");
    assert_eq!(counts.alive.load(Ordering::SeqCst), 1, "the step still borrows its input");
    gate.wait();
    // Waits for the step's thread.
    drop(runtime);
    assert_eq!(counts.alive.load(Ordering::SeqCst), 0, "the step freed the run's memory when it returned");
}
