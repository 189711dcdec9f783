//! Short steps run many in one go: what happens in the middle of it is told as if they ran one by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering};

use lightflow::prelude::*;

#[node]
fn until(number: u32, at: u32) -> u32 {
    assert!(number != at, "reached {at}");
    number + 1
}

#[workflow]
fn forty(start: u32, at: u32) -> u32 {
    let a = until(start, at);
    let b = until(a, at);
    let c = until(b, at);
    let d = until(c, at);
    let e = until(d, at);
    let f = until(e, at);
    let g = until(f, at);
    let h = until(g, at);
    let i = until(h, at);
    let j = until(i, at);
    let k = until(j, at);
    let l = until(k, at);
    let m = until(l, at);
    let n = until(m, at);
    let o = until(n, at);
    let p = until(o, at);
    let q = until(p, at);
    let r = until(q, at);
    let s = until(r, at);
    let t = until(s, at);
    let u = until(t, at);
    let v = until(u, at);
    let w = until(v, at);
    let x = until(w, at);
    let y = until(x, at);
    let z = until(y, at);
    let aa = until(z, at);
    let ab = until(aa, at);
    let ac = until(ab, at);
    let ad = until(ac, at);
    let ae = until(ad, at);
    let af = until(ae, at);
    let ag = until(af, at);
    let ah = until(ag, at);
    let ai = until(ah, at);
    let aj = until(ai, at);
    let ak = until(aj, at);
    let al = until(ak, at);
    let am = until(al, at);
    let an = until(am, at);
    an
}

/// Runs it three times: after the first, the node is known to be short, and runs in one go with others.
async fn failing_step(at: u32) -> Vec<String> {
    let mut steps = Vec::new();
    for _ in 0..3 {
        let error = Engine::new().run(forty { start: 0, at }).await.expect_err("a step panics");
        steps.push(error.step.expect("a step is named").path.to_string());
    }
    steps
}

#[tokio::test]
async fn a_panic_in_a_row_of_short_steps_names_its_own_step() {
    for (at, step) in [(0, "a"), (1, "b"), (31, "af"), (32, "ag"), (39, "an")] {
        assert_eq!(failing_step(at).await, [step; 3]);
    }
    assert_eq!(Engine::new().run(forty { start: 0, at: 99 }).await.expect("it runs"), 40);
}

#[node]
fn inc(number: u32) -> u32 {
    number + 1
}

#[workflow]
fn results_that_panic(numbers: Vec<u32>) -> Vec<u32> {
    let checked: Vec<u32> = for number in numbers {
        let next = inc(number);
        100 / (3 - next)
    };
    checked
}

#[tokio::test]
async fn a_panic_in_the_result_of_an_item_names_the_for() {
    let run = |numbers: Vec<u32>| Engine::new().run(results_that_panic { numbers });
    assert_eq!(run(vec![0, 1]).await.expect("it runs"), [50, 100]);
    for _ in 0..3 {
        let error = run(vec![0, 1, 2]).await.expect_err("it divides by 0");
        assert_eq!(&*error.step.expect("a step is named").path, "checked");
    }
}

#[node]
async fn waits_if_odd(number: u32) -> u32 {
    for _ in 0..number % 2 {
        tokio::task::yield_now().await;
    }
    number
}

#[workflow]
fn some_wait(numbers: Vec<u32>) -> Vec<u32> {
    for number in numbers {
        let a = inc(number);
        let b = waits_if_odd(a);
        inc(b)
    }
}

#[tokio::test]
async fn items_that_wait_let_others_overtake_and_keep_their_places() {
    let numbers: Vec<u32> = (0..1_000).collect();
    let wanted: Vec<u32> = numbers.iter().map(|number| number + 2).collect();
    assert_eq!(Engine::new().run(some_wait { numbers }).await.expect("it runs"), wanted);
}

/// Counts how many of it live, and cannot be cloned.
#[derive(Port, Debug)]
#[port(handle)]
struct Alive(Arc<AtomicIsize>);

impl Alive {
    fn new(count: &Arc<AtomicIsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[derive(Port, Clone, Debug)]
#[port(handle)]
struct Count(Arc<AtomicIsize>);

#[node]
fn make(count: &Count, number: u32) -> Alive {
    assert!(number < 900, "too many");
    Alive::new(&count.0)
}

#[node]
fn look(alive: &Alive) -> u32 {
    alive.0.load(Ordering::SeqCst) as u32
}

#[node]
fn keep(alive: Alive) -> Alive {
    alive
}

#[workflow]
fn makes(count: Count, numbers: Vec<u32>) -> Vec<Alive> {
    for number in numbers {
        let alive = make(&count, number);
        let before = look(&alive);
        let kept = keep(alive);
        let _unread = make(&count, before - before);
        kept
    }
}

#[tokio::test]
async fn what_short_steps_make_is_dropped_once_also_when_a_later_item_panics() {
    let count = Arc::new(AtomicIsize::new(0));
    let run =
        |most: u32| Engine::new().run(makes { count: Count(count.clone()), numbers: (0..most).collect() });
    let kept = run(800).await.expect("it runs");
    assert_eq!((kept.len(), count.load(Ordering::SeqCst)), (800, 800));
    drop(kept);
    assert_eq!(count.load(Ordering::SeqCst), 0);
    run(1_000).await.expect_err("an item panics");
    assert_eq!(count.load(Ordering::SeqCst), 0, "nothing is left of the items before it");
}

#[node]
fn living(count: &Count, _after: u32) -> u32 {
    count.0.load(Ordering::SeqCst) as u32
}

#[workflow]
fn last_use(count: Count) -> (u32, u32) {
    let alive = make(&count, 0);
    let during = look(&alive);
    let after = living(&count, during);
    (during, after)
}

#[tokio::test]
async fn a_value_is_dropped_after_its_last_use_and_not_at_the_end() {
    for _ in 0..3 {
        let count = Count(Arc::default());
        assert_eq!(Engine::new().run(last_use { count }).await.expect("it runs"), (1, 0));
    }
}
