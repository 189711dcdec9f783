//! What breaks in other engines: each a test here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use lightflow::prelude::*;
use lightflow::{EventKind, RunErrorKind};
use tokio::sync::{Barrier, Notify};

#[node]
fn one() -> u32 {
    1
}

#[node]
fn inc(number: u32) -> u32 {
    number + 1
}

#[node]
async fn inc_later(number: u32) -> u32 {
    tokio::task::yield_now().await;
    number + 1
}

#[node]
fn sum(numbers: Vec<u32>) -> u32 {
    numbers.iter().sum()
}

#[node]
fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[workflow]
fn unequal(start: u32) -> u32 {
    let short = inc_later(start);
    let a = inc(start);
    let b = inc_later(a);
    let c = inc(b);
    let long = inc_later(c);
    add(short, long)
}

#[tokio::test]
async fn branches_of_unequal_length_meet() {
    assert_eq!(Engine::new().run(unequal { start: 0 }).await.unwrap(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_runs_again_and_many_times_at_once() {
    let engine = Engine::new();
    let runs: Vec<_> = (0..100).map(|start| engine.submit(unequal { start }).spawn()).collect();
    for (start, run) in runs.into_iter().enumerate() {
        assert_eq!(run.await.unwrap(), 2 * start as u32 + 5);
    }
}

#[workflow]
fn total(numbers: Vec<u32>) -> u32 {
    let more = for number in numbers {
        inc(inc_later(number))
    };
    sum(more)
}

#[tokio::test]
async fn an_empty_list_gives_an_empty_list() {
    assert_eq!(Engine::new().run(total { numbers: vec![] }).await.unwrap(), 0);
}

#[tokio::test]
async fn a_fan_in_of_a_thousand_is_a_list() {
    assert_eq!(Engine::new().run(total { numbers: vec![1; 1000] }).await.unwrap(), 3000);
}

#[node]
#[allow(clippy::too_many_arguments)]
fn fourteen(
    a: u32,
    b: u32,
    c: u32,
    d: u32,
    e: u32,
    f: u32,
    g: u32,
    h: u32,
    i: u32,
    j: u32,
    k: u32,
    l: u32,
    m: u32,
    n: u32,
) -> u32 {
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n].iter().sum()
}

#[workflow]
fn wide(x: u32) -> u32 {
    fourteen(
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc(x),
        inc_later(x),
    )
}

#[tokio::test]
async fn a_node_may_have_more_inputs_than_a_tuple() {
    assert_eq!(Engine::new().run(wide { x: 1 }).await.unwrap(), 28);
}

#[composition]
fn ten(x: u32) -> u32 {
    inc(inc(inc(inc(inc(inc(inc(inc(inc(inc(x))))))))))
}

#[composition]
fn hundred(x: u32) -> u32 {
    ten(ten(ten(ten(ten(ten(ten(ten(ten(ten(x))))))))))
}

#[composition]
fn thousand(x: u32) -> u32 {
    hundred(hundred(hundred(hundred(hundred(hundred(hundred(hundred(hundred(hundred(x))))))))))
}

#[workflow]
fn ten_thousand(x: u32) -> u32 {
    thousand(thousand(thousand(thousand(thousand(thousand(thousand(thousand(thousand(thousand(x))))))))))
}

#[tokio::test]
async fn a_chain_of_ten_thousand_needs_no_deep_stack() {
    let engine = Engine::new();
    assert_eq!(engine.run(ten_thousand { x: 0 }).await.unwrap(), 10_000);
    let mut watched = engine.submit(ten_thousand { x: 0 });
    let mut events = watched.events();
    assert_eq!(watched.await.unwrap(), 10_000);
    let finished = std::iter::from_fn(|| events.try_next())
        .filter(|event| matches!(event.kind, EventKind::StepFinished { .. }))
        .count();
    assert_eq!(finished, 10_000 + 1_000 + 100 + 10);
}

static TRIES: AtomicU32 = AtomicU32::new(0);

#[node]
fn fails_once_without_retry() -> Result<u32, String> {
    TRIES.fetch_add(1, Ordering::SeqCst);
    Err("no".into())
}

#[workflow]
fn no_retry() -> u32 {
    fails_once_without_retry()
}

#[tokio::test]
async fn without_retry_a_step_is_tried_once() {
    let error = Engine::new().run(no_retry {}).await.unwrap_err();
    assert!(matches!(error.kind, RunErrorKind::Failed(_)));
    assert_eq!(TRIES.load(Ordering::SeqCst), 1);
}

/// What a test shares with its nodes.
#[derive(Port, Clone)]
#[port(handle)]
struct Shared {
    tries: Arc<AtomicU32>,
    notify: Arc<Notify>,
    barrier: Arc<Barrier>,
}

impl Shared {
    fn new(parties: usize) -> Self {
        Self { tries: Arc::default(), notify: Arc::default(), barrier: Arc::new(Barrier::new(parties)) }
    }
}

#[node(retry = 2)]
async fn third_time_lucky(shared: Shared) -> Result<u32, String> {
    match shared.tries.fetch_add(1, Ordering::SeqCst) + 1 {
        3 => Ok(3),
        tries => Err(format!("try {tries}")),
    }
}

#[workflow]
fn retried(shared: Shared) -> u32 {
    third_time_lucky(shared)
}

#[tokio::test(start_paused = true)]
async fn a_step_is_tried_again_and_says_so() {
    let mut run = Engine::new().submit(retried { shared: Shared::new(1) });
    let mut events = run.events();
    assert_eq!(run.await.unwrap(), 3);
    let mut delays = Vec::new();
    while let Some(event) = events.next().await {
        if let EventKind::StepRetried { attempt, delay, error, .. } = event.kind {
            assert_eq!(error, format!("try {attempt}"));
            delays.push(delay);
        }
    }
    assert_eq!(delays.len(), 2);
    assert!((50..=100).contains(&delays[0].as_millis()) && (100..=200).contains(&delays[1].as_millis()));
}

#[node]
fn panics(number: u32) -> u32 {
    if number == 7 { panic!("seven") } else { number }
}

#[workflow]
fn parallel_panic(numbers: Vec<u32>) -> u32 {
    let checked = for number in numbers {
        panics(inc_later(number))
    };
    sum(checked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_parallel_branch_names_its_step_and_nothing_else_dies() {
    let engine = Engine::new();
    let other = engine.submit(total { numbers: vec![1; 100] }).spawn();
    let error = engine.run(parallel_panic { numbers: (0..20).collect() }).await.unwrap_err();
    assert!(matches!(&error.kind, RunErrorKind::Panicked(text) if text == "seven"), "{error}");
    assert_eq!(&*error.step.unwrap().path, "checked[6]/panics");
    assert_eq!(other.await.unwrap(), 300);
}

struct Tell(Arc<Notify>);

impl Drop for Tell {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[node]
async fn waits_for_ever(shared: Shared) -> u32 {
    let _tell = Tell(shared.notify.clone());
    shared.barrier.wait().await;
    std::future::pending().await
}

#[node(blocking)]
fn spins_until_cancelled(shared: Shared, ctx: &Ctx) -> u32 {
    shared.tries.store(1, Ordering::SeqCst);
    while !ctx.cancelled() {
        std::thread::yield_now();
    }
    shared.tries.store(2, Ordering::SeqCst);
    0
}

#[workflow]
fn endless(shared: Shared) -> u32 {
    let spun = spins_until_cancelled(shared.clone());
    let waited = waits_for_ever(shared);
    add(spun, waited)
}

#[tokio::test(flavor = "multi_thread")]
async fn cancellation_reaches_async_and_sync_nodes() {
    let shared = Shared::new(2);
    let run = Engine::new().submit(endless { shared: shared.clone() }).spawn();
    shared.barrier.wait().await;
    while shared.tries.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    run.cancel();
    shared.notify.notified().await;
    assert!(matches!(run.await.unwrap_err().kind, RunErrorKind::Cancelled));
    assert_eq!(shared.tries.load(Ordering::SeqCst), 2, "the sync node returned before the run ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_future_of_a_run_cancels_it() {
    let shared = Shared::new(2);
    let engine = Engine::new();
    let run = tokio::spawn({
        let inputs = endless { shared: shared.clone() };
        async move { engine.run(inputs).await }
    });
    shared.barrier.wait().await;
    run.abort();
    shared.notify.notified().await;
    while shared.tries.load(Ordering::SeqCst) < 2 {
        tokio::task::yield_now().await;
    }
}

#[node(timeout = "30s")]
async fn too_slow(number: u32) -> u32 {
    tokio::time::sleep(Duration::from_secs(60)).await;
    number
}

#[workflow]
fn timed(number: u32) -> u32 {
    too_slow(number)
}

#[tokio::test(start_paused = true)]
async fn an_async_step_is_over_after_its_timeout() {
    let error = Engine::new().run(timed { number: 1 }).await.unwrap_err();
    assert!(matches!(error.kind, RunErrorKind::TimedOut(limit) if limit == Duration::from_secs(30)));
}

#[node(timeout = "1ms")]
fn notices_its_timeout(number: u32, ctx: &Ctx) -> u32 {
    while !ctx.cancelled() {
        std::thread::yield_now();
    }
    number
}

#[workflow]
fn timed_sync(number: u32) -> u32 {
    notices_its_timeout(number)
}

#[tokio::test]
async fn a_sync_step_is_told_of_its_timeout() {
    let error = Engine::new().run(timed_sync { number: 1 }).await.unwrap_err();
    assert!(matches!(error.kind, RunErrorKind::TimedOut(_)), "{error}");
}

#[node(inline)]
fn inline_thread() -> String {
    format!("{:?}", std::thread::current().id())
}

#[node(blocking)]
fn other_thread() -> String {
    format!("{:?}", std::thread::current().id())
}

#[workflow]
fn threads() -> (String, String) {
    let here = inline_thread();
    let there = other_thread();
    (here, there)
}

#[tokio::test]
async fn inline_and_blocking_decide_the_thread() {
    let here = format!("{:?}", std::thread::current().id());
    let (inline, blocking) = Engine::new().run(threads {}).await.unwrap();
    assert_eq!(inline, here);
    assert_ne!(blocking, here);
}

#[node]
fn speaks(name: String, ctx: &Ctx) -> String {
    ctx.log(format!("hello {name}"));
    ctx.progress(0.5, "half");
    name
}

#[workflow]
fn spoken(names: Vec<String>) -> Vec<String> {
    for name in names {
        speaks(name)
    }
}

#[tokio::test]
async fn every_subscriber_reads_a_gapless_stream() {
    let mut run = Engine::new().submit(spoken { names: vec!["a".into(), "b".into()] });
    let (mut eager, mut lazy) = (run.events(), run.events());
    let handle = run.spawn();
    let mut seen = Vec::new();
    while let Some(event) = eager.next().await {
        seen.push(event);
    }
    handle.await.unwrap();
    for (index, event) in seen.iter().enumerate() {
        assert_eq!(event.seq, index as u64);
        assert_eq!(lazy.next().await.unwrap().seq, index as u64);
    }
    assert!(lazy.next().await.is_none());
    assert!(seen.is_sorted_by_key(|event| event.time_ms));
    assert!(matches!(seen.last().unwrap().kind, EventKind::RunFinished { .. }));
    let of = |step: &str| -> Vec<&EventKind> {
        seen.iter().map(|event| &event.kind).filter(|kind| kind.step() == Some(step)).collect()
    };
    assert!(matches!(
        of("for[1]/speaks")[..],
        [
            EventKind::StepStarted { .. },
            EventKind::Log { .. },
            EventKind::Progress { .. },
            EventKind::StepFinished { .. }
        ]
    ));
}

#[workflow]
fn nothing() -> u32 {
    one()
}

#[tokio::test]
async fn a_workflow_without_inputs_runs() {
    assert_eq!(Engine::new().run(nothing {}).await.unwrap(), 1);
}
