//! Nodes that give or read a stream: they work at the same time, and neither runs away from the other.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use futures_util::{StreamExt as _, stream};
use lightflow::prelude::*;
use lightflow::{EventKind, RunErrorKind};
use tokio::sync::Semaphore;

/// Counts.
#[node]
fn count(to: u32) -> impl Stream<Item = u32> {
    stream::iter(0..to)
}

/// Doubles.
#[node]
fn double(number: u32) -> u32 {
    number * 2
}

/// Adds up, one after another.
#[node]
async fn sum(numbers: impl Stream<Item = u32> + Send) -> u64 {
    numbers.fold(0, async |sum, number| sum + u64::from(number)).await
}

/// Adds up on a thread of its own.
#[node]
fn sum_on_a_thread(numbers: ItemStream<u32>) -> u64 {
    numbers.into_iter().map(u64::from).sum()
}

#[workflow]
fn doubled(to: u32) -> Vec<u32> {
    let numbers = count(to);
    for number in numbers {
        double(number)
    }
}

#[workflow]
fn sums(to: u32) -> (u64, u64) {
    let first = count(to);
    let second = count(to);
    let waits = sum(first);
    let blocks = sum_on_a_thread(second);
    (waits, blocks)
}

fn engine() -> Engine {
    Engine::builder().build()
}

#[tokio::test]
async fn a_for_gives_the_results_of_a_stream_in_order() {
    for to in [0, 1, 7, 8, 9, 64, 65, 1_000] {
        let expected: Vec<u32> = (0..to).map(|number| number * 2).collect();
        assert_eq!(engine().submit(doubled { to }).await.unwrap(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn async_and_sync_nodes_read_a_stream() {
    let engine = engine();
    assert_eq!(engine.submit(sums { to: 1_000 }).await.unwrap(), (499_500, 499_500));
    assert_eq!(engine.submit(sums { to: 0 }).await.unwrap(), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_maker_does_not_take_the_place_of_its_reader() {
    let engine = Engine::builder().parallel_steps(1).build();
    assert_eq!(engine.submit(doubled { to: 100 }).await.unwrap().len(), 100);
    assert_eq!(engine.submit(sums { to: 100 }).await.unwrap(), (4_950, 4_950));
}

mod overlap {
    use super::*;

    static DONE: Semaphore = Semaphore::const_new(0);

    /// Makes the next one when the one before went through.
    #[node]
    fn one_by_one(to: u32) -> impl Stream<Item = u32> {
        stream::iter(0..to).then(async |number| {
            if number > 0 {
                DONE.acquire().await.unwrap().forget();
            }
            number
        })
    }

    #[node]
    fn through(number: u32) -> u32 {
        DONE.add_permits(1);
        number
    }

    #[workflow]
    fn chained(to: u32) -> Vec<u32> {
        let numbers = one_by_one(to);
        for number in numbers {
            through(number)
        }
    }

    #[tokio::test]
    async fn a_for_works_on_items_while_others_are_made() {
        assert_eq!(engine().submit(chained { to: 20 }).await.unwrap().len(), 20);
    }
}

mod bounded {
    use super::*;

    static MADE: AtomicUsize = AtomicUsize::new(0);
    static GATE: Semaphore = Semaphore::const_new(0);

    #[node]
    fn eager(to: u32) -> impl Stream<Item = u32> {
        stream::iter(0..to).inspect(|_| {
            MADE.fetch_add(1, SeqCst);
        })
    }

    #[node]
    async fn late(numbers: impl Stream<Item = u32> + Send) -> usize {
        GATE.acquire().await.unwrap().forget();
        numbers.count().await
    }

    #[workflow]
    fn patient(to: u32) -> usize {
        let numbers = eager(to);
        late(numbers)
    }

    #[tokio::test]
    async fn a_maker_waits_for_a_slow_reader_and_both_are_seen() {
        let mut run = engine().submit(patient { to: 1_000 });
        let mut events = run.events();
        let run = run.spawn();
        while MADE.load(SeqCst) < 9 {
            tokio::task::yield_now().await;
        }
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(MADE.load(SeqCst), 9, "eight wait on the edge, and the maker has one in its hand");
        GATE.add_permits(1);
        assert_eq!(run.await.unwrap(), 1_000);
        let mut told = Vec::new();
        while let Some(event) = events.next().await {
            match event.kind {
                EventKind::Streamed { step, items, capacity, blocked, .. } => {
                    assert_eq!((&*step, capacity), ("numbers", 8));
                    told.push((items, blocked));
                }
                EventKind::StepFinished { step, .. } if &*step == "numbers" => {
                    assert_eq!(told.last().unwrap().0, 1_000, "it is finished when all is made");
                }
                _ => {}
            }
        }
        assert!(!told.last().unwrap().1.is_zero());
    }
}

mod failing {
    use super::*;

    static KEPT: AtomicUsize = AtomicUsize::new(0);

    #[node]
    fn breaks(at: u32) -> impl Stream<Item = Result<u32, std::io::Error>> {
        stream::iter(0..10).map(move |number| match number == at {
            true => Err(std::io::Error::other("no more ink")),
            false => Ok(number),
        })
    }

    #[node]
    fn never_begins(why: String) -> Result<impl Stream<Item = u32>, String> {
        if why.is_empty() { Ok(stream::empty()) } else { Err(why) }
    }

    #[node]
    fn panics(at: u32) -> impl Stream<Item = u32> {
        stream::iter(0..10).map(move |number| if number == at { panic!("dropped it") } else { number })
    }

    #[node]
    async fn gather(numbers: impl Stream<Item = u32> + Send) -> usize {
        let count = numbers.count().await;
        KEPT.fetch_add(1, SeqCst);
        count
    }

    #[node]
    fn gather_on_a_thread(numbers: ItemStream<u32>) -> usize {
        let count = numbers.into_iter().count();
        KEPT.fetch_add(1, SeqCst);
        count
    }

    #[workflow]
    fn half(at: u32) -> usize {
        let numbers = breaks(at);
        gather(numbers)
    }

    #[workflow]
    fn half_on_a_thread(at: u32) -> usize {
        let numbers = breaks(at);
        gather_on_a_thread(numbers)
    }

    #[workflow]
    fn none(why: String) -> usize {
        let numbers = never_begins(why);
        gather(numbers)
    }

    #[workflow]
    fn dropped(at: u32) -> Vec<u32> {
        let numbers = panics(at);
        for number in numbers {
            double(number)
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_maker_that_fails_ends_the_run_and_no_reader_takes_it_for_the_end() {
        let error = engine().submit(half { at: 4 }).await.unwrap_err();
        assert_eq!(error.step.as_ref().unwrap().path.as_ref(), "numbers");
        assert!(error.to_string().contains("no more ink"), "{error}");
        let error = engine().submit(half_on_a_thread { at: 4 }).await.unwrap_err();
        assert!(error.to_string().contains("no more ink"), "{error}");
        let error = engine().submit(none { why: "no paper".into() }).await.unwrap_err();
        assert!(error.to_string().contains("no paper"), "{error}");
        assert_eq!(KEPT.load(SeqCst), 0);
        let error = engine().submit(dropped { at: 4 }).await.unwrap_err();
        assert_eq!(error.step.unwrap().path.as_ref(), "numbers");
        assert!(matches!(error.kind, RunErrorKind::Panicked(text) if text == "dropped it"));
    }
}

/// Takes the first ones, and leaves the others.
#[node]
async fn first(numbers: impl Stream<Item = u32> + Send, count: usize) -> Vec<u32> {
    numbers.take(count).collect().await
}

/// Counts for ever.
#[node]
fn endless(from: u32) -> impl Stream<Item = u32> {
    stream::iter(from..)
}

/// Counts, and waits for ever then.
#[node]
fn stuck(to: u32) -> impl Stream<Item = u32> {
    stream::iter(0..to).chain(stream::pending())
}

#[workflow]
fn some_of(from: u32) -> (Vec<u32>, Vec<u32>) {
    let all = endless(from);
    let never = stuck(5);
    let few = first(all, 3);
    let all_five = first(never, 5);
    endless(from);
    (few, all_five)
}

#[tokio::test]
async fn a_maker_ends_when_nobody_reads_any_more() {
    let (few, five) = engine().submit(some_of { from: 7 }).await.unwrap();
    assert_eq!((few, five), (vec![7, 8, 9], vec![0, 1, 2, 3, 4]));
}

/// Counts what is borrowed.
#[node]
fn letters(text: &str) -> impl Stream<Item = char> {
    stream::iter(text.chars())
}

/// A stream out of a composition, which borrows a value from outside.
#[composition]
fn spelled(text: &str) -> ItemStream<char> {
    letters(text)
}

/// Makes a letter large.
#[node]
fn large(letter: char) -> String {
    letter.to_uppercase().collect()
}

/// Joins texts.
#[node]
fn joined(parts: Vec<String>) -> String {
    parts.concat()
}

/// Makes a text.
#[node]
fn text(of: u32) -> String {
    "lightflow ".repeat(of as usize)
}

#[workflow]
fn shouted(of: u32, twice: bool) -> String {
    let quiet = text(of);
    let letters = if twice {
        let doubled: String = quiet.repeat(2);
        spelled(&doubled)
    } else {
        spelled(&quiet)
    };
    let loud = for letter in letters {
        large(letter)
    };
    joined(loud)
}

#[tokio::test]
async fn a_stream_leaves_compositions_and_branches_with_what_it_borrows() {
    assert_eq!(engine().submit(shouted { of: 20, twice: false }).await.unwrap(), "LIGHTFLOW ".repeat(20));
    assert_eq!(engine().submit(shouted { of: 20, twice: true }).await.unwrap(), "LIGHTFLOW ".repeat(40));
}

#[workflow]
fn of_each(tos: Vec<u32>) -> Vec<u64> {
    for to in tos {
        let numbers = count(to);
        sum(numbers)
    }
}

#[workflow]
fn nested(tos: Vec<u32>) -> Vec<Vec<u32>> {
    for to in tos {
        let numbers = count(to);
        for number in numbers {
            double(number)
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_live_inside_a_for() {
    let tos: Vec<u32> = (0..100).collect();
    let expected: Vec<u64> = (0..100_u64).map(|to| (0..to).sum()).collect();
    assert_eq!(engine().submit(of_each { tos: tos.clone() }).await.unwrap(), expected);
    let lists = engine().submit(nested { tos }).await.unwrap();
    assert!(lists.iter().zip(0..).all(|(list, to)| list.len() == to));
}

#[workflow]
fn escaped(tos: Vec<u32>) -> u64 {
    let streams = for to in tos {
        count(to)
    };
    let counts = for numbers in streams {
        sum(numbers)
    };
    counts.iter().sum::<u64>()
}

#[tokio::test]
async fn a_stream_that_nobody_can_read_in_time_is_an_error_and_no_standstill() {
    let error = engine().submit(escaped { tos: vec![100, 100] }).await.unwrap_err().to_string();
    assert!(error.contains("its stream leaves the `for` that it is made in"), "{error}");
}

#[tokio::test]
async fn a_run_with_open_streams_is_cancelled() {
    let run = engine().submit(some_of_nothing { from: 1 }).spawn();
    run.cancel();
    assert!(matches!(run.await.unwrap_err().kind, RunErrorKind::Cancelled));
}

#[workflow]
fn some_of_nothing(from: u32) -> Vec<u32> {
    let numbers = stuck(from);
    first(numbers, 100)
}
