//! What a change reaches is run, and nothing else.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use lightflow::prelude::*;

use crate::{Memory, run};

#[derive(Port, Clone, Debug, PartialEq)]
struct Photo {
    width: u32,
    name: String,
    pixels: bytes::Bytes,
}

#[node]
fn shoot(name: String, width: u32) -> Photo {
    Photo { width, pixels: vec![width as u8; 64].into(), name }
}

#[node]
fn widen(photo: &Photo, by: u32) -> Photo {
    Photo { width: photo.width + by, ..photo.clone() }
}

#[node]
async fn title(photo: Photo, text: &str) -> String {
    format!("{text}: {} of {}", photo.name, photo.width)
}

#[composition]
fn wide(photo: &Photo, by: u32) -> Photo {
    let once = widen(photo, by);
    widen(&once, 1)
}

#[workflow]
fn portrait(name: String, by: u32, text: String) -> String {
    let photo = shoot(name, 10);
    let shot = wide(&photo, by);
    let label: String = format!("{text}!");
    title(shot, &label)
}

fn inputs() -> portrait {
    portrait { name: "cup".into(), by: 5, text: "see".into() }
}

#[tokio::test]
async fn a_second_run_with_the_same_inputs_runs_no_node() {
    let memory = Memory::new();
    let (first, ran, known) = run(&memory, inputs()).await;
    assert_eq!(first, "see!: cup of 16");
    assert_eq!((ran.len(), known.len()), (5, 0), "four nodes and a group: {ran:?}");
    let (second, ran, known) = run(&memory, inputs()).await;
    assert_eq!(second, first);
    assert_eq!(ran, ["shot"], "a group is entered, and nothing in it is run");
    assert_eq!(known, ["photo", "shot/once", "shot/widen", "title"]);
}

#[tokio::test]
async fn a_changed_input_runs_what_it_reaches() {
    let memory = Memory::new();
    run(&memory, inputs()).await;
    let (output, ran, known) = run(&memory, portrait { text: "look".into(), ..inputs() }).await;
    assert_eq!(output, "look!: cup of 16");
    assert_eq!(
        (ran, known),
        (vec!["shot".into(), "title".into()], vec!["photo".into(), "shot/once".into(), "shot/widen".into()])
    );
    let (_, _, known) = run(&memory, portrait { by: 6, ..inputs() }).await;
    assert_eq!(known, ["photo"]);
}

#[node]
fn halve(number: u32) -> u32 {
    number / 2
}

#[node]
fn square(number: u32) -> u32 {
    number * number
}

#[workflow]
fn halves(number: u32) -> u32 {
    let half = halve(number);
    square(half)
}

#[tokio::test]
async fn the_same_output_of_a_changed_step_stops_the_recomputation_there() {
    let memory = Memory::new();
    run(&memory, halves { number: 8 }).await;
    let (output, ran, known) = run(&memory, halves { number: 9 }).await;
    assert_eq!((output, ran, known), (16, vec!["half".to_owned()], vec!["square".to_owned()]));
}

#[workflow]
fn twins(number: u32) -> (u32, u32) {
    let left = square(number);
    let right = square(number);
    (left, right)
}

#[tokio::test]
async fn equal_inputs_of_one_node_have_one_key() {
    let memory = Memory::new();
    run(&memory, twins { number: 3 }).await;
    let keys = memory.keys.lock().unwrap();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0].digest, keys[1].digest);
    assert_ne!(keys[0].path, keys[1].path);
}

#[workflow]
fn squares(numbers: Vec<u32>) -> u32 {
    let all = for number in numbers {
        let half = halve(number);
        square(half)
    };
    all.iter().sum()
}

#[tokio::test]
async fn items_of_a_list_are_known_one_by_one() {
    let memory = Memory::new();
    let (sum, ..) = run(&memory, squares { numbers: vec![2, 4, 6] }).await;
    assert_eq!(sum, 1 + 4 + 9);
    let (sum, ran, _) = run(&memory, squares { numbers: vec![8, 2, 4, 6] }).await;
    assert_eq!(sum, 16 + 1 + 4 + 9);
    assert_eq!(ran, ["all", "all[0]/half", "all[0]/square"]);
}

static ROLLS: AtomicU32 = AtomicU32::new(0);

#[node(volatile)]
fn roll() -> u32 {
    ROLLS.fetch_add(1, SeqCst)
}

#[workflow]
fn dice() -> u32 {
    let rolled = roll();
    square(rolled)
}

#[tokio::test]
async fn a_volatile_step_runs_in_every_run_but_once_in_each() {
    let memory = Memory::new();
    let (first, ..) = run(&memory, dice {}).await;
    let (again, ran, _) = run(&memory, dice {}).await;
    assert_eq!((again, ran.len()), (first, 0), "the same run goes on: what it has is not run twice");
    let (_, ran, _) = run(&memory.next("run-2"), dice {}).await;
    assert_eq!(ran, ["rolled", "square"]);
}
