//! Steps that are more than a function: handles, tries, streams.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use futures_util::StreamExt as _;
use lightflow::Engine;
use lightflow::prelude::*;

use crate::{Memory, run};

/// A model in memory.
#[derive(Port, Clone, Debug)]
#[port(handle)]
struct Brush(u32);

#[node]
fn take(size: u32) -> Brush {
    Brush(size)
}

#[node]
fn paint(brush: &Brush, times: u32) -> u32 {
    brush.0 * times
}

#[workflow]
fn painting(size: u32, times: u32) -> u32 {
    let brush = take(size);
    paint(&brush, times)
}

#[tokio::test]
async fn a_handle_is_made_again_and_is_known_by_what_it_is_made_of() {
    let memory = Memory::new();
    run(&memory, painting { size: 2, times: 3 }).await;
    let (_, ran, known) = run(&memory, painting { size: 2, times: 3 }).await;
    assert_eq!((ran, known), (vec!["brush".to_owned()], vec!["paint".to_owned()]));
    let (output, ran, _) = run(&memory, painting { size: 4, times: 3 }).await;
    assert_eq!((output, ran.len()), (12, 2));
}

static KEYS: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[node(retry = 1)]
fn order(item: u32, ctx: &Ctx) -> Result<u32, String> {
    let mut keys = KEYS.lock().unwrap();
    keys.push(ctx.idempotency_key());
    if keys.len() == 1 { Err("the line was cut".into()) } else { Ok(item) }
}

#[workflow]
fn shop(items: Vec<u32>) -> Vec<u32> {
    for item in items {
        order(item)
    }
}

#[tokio::test(start_paused = true)]
async fn tries_of_a_step_share_a_key_and_other_steps_and_runs_have_others() {
    run(&Memory::new(), shop { items: vec![1] }).await;
    run(&Memory::new().next("run-2"), shop { items: vec![1] }).await;
    run(&Memory::new(), shop { items: vec![1, 2] }).await;
    let keys = KEYS.lock().unwrap();
    assert_eq!(keys[0], keys[1], "the second try");
    assert_ne!(keys[0], keys[2], "another run");
    let again: HashSet<&String> = keys[3..].iter().collect();
    assert!(again.len() == 2 && again.contains(&keys[0]), "the first run's step, and another one");
}

static TRIES: AtomicU32 = AtomicU32::new(0);

#[node(retry = 2)]
fn flaky(number: u32) -> Result<u32, String> {
    match TRIES.fetch_add(1, SeqCst) {
        0 => Err("not yet".into()),
        _ => Ok(number + 1),
    }
}

#[workflow]
fn patient(number: u32) -> u32 {
    flaky(number)
}

#[tokio::test(start_paused = true)]
async fn what_a_later_try_gives_is_kept() {
    let memory = Memory::new();
    assert_eq!(run(&memory, patient { number: 1 }).await.0, 2);
    assert_eq!(run(&memory, patient { number: 1 }).await.2, ["flaky"]);
    assert_eq!(TRIES.load(SeqCst), 2);
}

static COUNTED: AtomicU32 = AtomicU32::new(0);

#[node]
fn counted(number: u32) -> u32 {
    COUNTED.fetch_add(1, SeqCst);
    number + 1
}

#[workflow]
fn unwatched(numbers: Vec<u32>) -> Vec<u32> {
    let first = counted(1);
    for number in numbers {
        let next = counted(number + first);
        counted(next)
    }
}

#[tokio::test]
async fn a_run_that_nobody_watches_is_recorded_all_the_same() {
    let memory = Memory::new();
    let run = || Engine::new().submit(unwatched { numbers: vec![10, 20] }).recorded(memory.clone());
    assert_eq!(run().await.unwrap(), [14, 24]);
    assert_eq!(COUNTED.load(SeqCst), 5);
    assert_eq!(run().await.unwrap(), [14, 24]);
    assert_eq!(COUNTED.load(SeqCst), 5, "nothing is run again");
}

#[node]
fn numbered(to: u32) -> impl Stream<Item = u32> {
    futures_util::stream::iter(0..to)
}

#[node]
fn squared(number: u32) -> u32 {
    number * number
}

#[node]
async fn largest(numbers: impl Stream<Item = u32> + Send) -> Option<u32> {
    numbers.fold(None, async |largest, number| largest.max(Some(number))).await
}

#[workflow]
fn streamed(to: u32) -> (Vec<u32>, Option<u32>) {
    let first = numbered(to);
    let second = numbered(to);
    let squares = for number in first {
        squared(number)
    };
    let most = largest(second);
    (squares, most)
}

#[tokio::test]
async fn what_reads_a_stream_is_known_by_what_the_stream_is_made_of() {
    let memory = Memory::new();
    run(&memory, streamed { to: 3 }).await;
    let (output, ran, known) = run(&memory, streamed { to: 3 }).await;
    assert_eq!(output, (vec![0, 1, 4], Some(2)));
    assert_eq!(known, ["most", "squares[0]/squared", "squares[1]/squared", "squares[2]/squared"]);
    assert_eq!(ran, ["first", "second", "squares"], "a stream is made again: it is not stored");
    let (_, ran, known) = run(&memory, streamed { to: 4 }).await;
    assert!(ran.contains(&"most".into()) && ran.contains(&"squares[3]/squared".into()), "{ran:?}");
    assert_eq!(known.len(), 3);
}
