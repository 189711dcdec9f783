//! A run with a recorder computes what changed, and nothing else.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use futures_util::StreamExt as _;
use lightflow::prelude::*;
use lightflow::record::{Kept, Recorder, StepKey};
use lightflow::{Digest, Engine, EventKind, Workflow};

/// Keeps everything in memory.
#[derive(Debug, Default)]
struct Memory {
    run: String,
    kept: Mutex<HashMap<Digest, Kept>>,
    keys: Mutex<Vec<StepKey>>,
}

impl Recorder for Memory {
    fn run_id(&self) -> &str {
        &self.run
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        self.keys.lock().unwrap().push(key.clone());
        self.kept.lock().unwrap().get(&key.digest).cloned()
    }

    fn keep(&self, key: &StepKey, kept: Kept) {
        self.kept.lock().unwrap().insert(key.digest, kept);
    }
}

impl Memory {
    fn new() -> Arc<Self> {
        Arc::new(Self { run: "run-1".into(), ..Self::default() })
    }

    /// The same content for another run.
    fn next(&self, run: &str) -> Arc<Self> {
        let kept = Mutex::new(self.kept.lock().unwrap().clone());
        Arc::new(Self { run: run.into(), kept, keys: Mutex::default() })
    }
}

/// Runs, and says which steps were run and which were known.
async fn run<W: Workflow>(memory: &Arc<Memory>, inputs: W) -> (W::Output, Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    run_in(memory, inputs, folder.path()).await
}

async fn run_in<W: Workflow>(
    memory: &Arc<Memory>,
    inputs: W,
    folder: &Path,
) -> (W::Output, Vec<String>, Vec<String>) {
    let engine = Engine::builder().output_folder(folder).build();
    let mut run = engine.submit(inputs).recorded(memory.clone());
    let mut events = run.events();
    let output = run.await.unwrap();
    let (mut ran, mut known) = (Vec::new(), Vec::new());
    while let Some(event) = events.next().await {
        match event.kind {
            EventKind::StepCached { step, .. } => known.push(step.to_string()),
            EventKind::StepFinished { step, .. } => ran.push(step.to_string()),
            _ => {}
        }
    }
    ran.retain(|step| !known.contains(step));
    ran.sort();
    known.sort();
    (output, ran, known)
}

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

#[node]
fn read(path: &Path) -> Result<String, std::io::Error> {
    std::fs::read_to_string(path)
}

#[workflow]
fn lines(path: PathBuf) -> usize {
    let text = read(&path);
    text.lines().count()
}

#[tokio::test]
async fn a_file_that_changed_is_another_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    std::fs::write(&path, "one").unwrap();
    let memory = Memory::new();
    assert_eq!(run(&memory, lines { path: path.clone() }).await.0, 1);
    assert_eq!(run(&memory, lines { path: path.clone() }).await.2, ["text"]);
    std::fs::write(&path, "one\ntwo").unwrap();
    assert_eq!(run(&memory, lines { path }).await.0, 2);
}

#[node]
fn save(text: &str, ctx: &Ctx) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("notes/text.txt")?;
    std::fs::write(&path, text)?;
    ctx.artifact(path);
    Ok(text.to_uppercase())
}

#[workflow]
fn note(text: String) -> String {
    save(&text)
}

#[tokio::test]
async fn files_of_a_step_that_is_known_are_there_again() {
    let memory = Memory::new();
    run(&memory, note { text: "kept".into() }).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let (_, ran, known) = run_in(&memory, note { text: "kept".into() }, elsewhere.path()).await;
    assert_eq!((ran.len(), known.len()), (0, 1));
    assert_eq!(std::fs::read_to_string(elsewhere.path().join("notes/text.txt")).unwrap(), "kept");
}

#[node]
fn save_and_say(text: &str, ctx: &Ctx) -> Result<PathBuf, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("text.txt")?;
    std::fs::write(&path, text)?;
    ctx.artifact(path.clone());
    Ok(path)
}

#[workflow]
fn place(text: String) -> PathBuf {
    save_and_say(&text)
}

#[tokio::test]
async fn a_file_that_a_step_made_is_known_in_another_folder_and_is_there() {
    let memory = Memory::new();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inputs = || place { text: "kept".into() };
    run_in(&memory, inputs(), one.path()).await;
    let (path, ran, known) = run_in(&memory, inputs(), two.path()).await;
    assert_eq!((ran.len(), known), (0, vec!["save_and_say".to_owned()]));
    assert_eq!(path, two.path().join("text.txt"));
    assert_eq!(std::fs::read_to_string(path).unwrap(), "kept");
}

#[node]
fn name_of(path: &Path) -> String {
    path.display().to_string()
}

#[node]
fn length_of(path: &Path) -> Result<u64, std::io::Error> {
    Ok(std::fs::metadata(path)?.len())
}

#[node]
fn same(path: PathBuf) -> Vec<PathBuf> {
    vec![path]
}

#[workflow]
fn looked_at(text: String) -> (String, u64, Vec<PathBuf>) {
    let path = save_and_say(&text);
    let name = name_of(&path);
    let length = length_of(&path);
    let list = same(path);
    (name, length, list)
}

#[tokio::test]
async fn what_is_made_of_such_a_file_is_known_unless_it_has_the_folder_in_a_text() {
    let memory = Memory::new();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inputs = || looked_at { text: "kept".into() };
    run_in(&memory, inputs(), one.path()).await;
    let ((name, length, list), ran, known) = run_in(&memory, inputs(), two.path()).await;
    let path = two.path().join("text.txt");
    assert_eq!((name, length, list), (path.display().to_string(), 4, vec![path.clone()]));
    assert_eq!(ran, ["name"], "a text is not put right");
    assert_eq!(known, ["length", "list", "path"]);
}

#[node]
fn write_in_silence(text: &str, ctx: &Ctx) -> Result<PathBuf, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("silent.txt")?;
    std::fs::write(&path, text)?;
    Ok(path)
}

#[workflow]
fn silent(text: String) -> PathBuf {
    write_in_silence(&text)
}

#[tokio::test]
async fn a_file_that_nobody_announced_is_known_in_its_folder_only() {
    let memory = Memory::new();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inputs = || silent { text: "kept".into() };
    run_in(&memory, inputs(), one.path()).await;
    assert_eq!(run_in(&memory, inputs(), one.path()).await.2, ["write_in_silence"]);
    let (path, ran, _) = run_in(&memory, inputs(), two.path()).await;
    assert_eq!(ran, ["write_in_silence"], "it is not kept, so it could not be put back");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "kept");
}

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
    let again: std::collections::HashSet<&String> = keys[3..].iter().collect();
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
