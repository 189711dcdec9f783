//! A preview of a run that is recorded: what is known and what would run, without running or writing anything.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use lightflow::prelude::*;
use lightflow::record::{Kept, Recorder, StepKey};
use lightflow::{Digest, Engine, EventKind, RunErrorKind, Workflow};

#[derive(Debug, Default)]
struct Memory(Mutex<HashMap<Digest, Kept>>);

impl Recorder for Memory {
    fn run_id(&self) -> &'static str {
        "run"
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        self.0.lock().unwrap().get(&key.digest).cloned()
    }

    fn keep(&self, key: &StepKey, kept: Kept) {
        self.0.lock().unwrap().insert(key.digest, kept);
    }
}

/// What a preview tells: the steps that are known, those that would run, and how it ended.
async fn preview<W: Workflow>(
    engine: &Engine,
    memory: &Arc<Memory>,
    inputs: W,
) -> (Vec<String>, Vec<String>, Result<W::Output, String>) {
    let mut run = engine.submit(inputs).preview(memory.clone());
    let mut events = run.events();
    let ended = run.await;
    let (mut known, mut withheld) = (Vec::new(), Vec::new());
    while let Some(event) = events.next().await {
        match event.kind {
            EventKind::StepCached { step, .. } => known.push(step.to_string()),
            EventKind::StepWithheld { step, .. } => withheld.push(step.to_string()),
            _ => {}
        }
    }
    known.sort();
    withheld.sort();
    let ended = ended.map_err(|error| match error.kind {
        RunErrorKind::Withheld => "withheld".to_owned(),
        other => other.to_string(),
    });
    (known, withheld, ended)
}

static COUNTED: AtomicU32 = AtomicU32::new(0);

#[node(blocking)]
fn count(text: String, add: u32) -> u32 {
    COUNTED.fetch_add(1, SeqCst);
    text.len() as u32 + add
}

#[node(retry = 3)]
async fn count_slowly(number: u32, #[port(default = 0)] more: u32) -> Result<u32, std::io::Error> {
    COUNTED.fetch_add(1, SeqCst);
    Ok(number + more)
}

#[composition]
fn counted(text: String, add: u32) -> u32 {
    let first = count(text, add);
    count_slowly { number: first, .. }
}

#[workflow]
fn tally(texts: Vec<String>, add: u32, more: u32) -> u32 {
    let each = #[concurrency(1)]
    for text in texts {
        counted(text, add)
    };
    let sum: u32 = each.iter().sum();
    count_slowly { number: sum, more }
}

fn inputs(texts: &[&str], more: u32) -> tally {
    tally { texts: texts.iter().map(|text| (*text).to_owned()).collect(), add: 1, more }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_is_known_and_what_would_run_and_runs_nothing() {
    let memory = Arc::new(Memory::default());
    let engine = Engine::new();
    let (known, withheld, ended) = preview(&engine, &memory, inputs(&["a", "bb"], 0)).await;
    assert_eq!((known.len(), COUNTED.load(SeqCst)), (0, 0));
    assert_eq!(withheld, ["each[0]/counted/first", "each[1]/counted/first"], "what comes after is open");
    assert_eq!(ended, Err("withheld".into()));

    assert_eq!(engine.submit(inputs(&["a", "bb"], 0)).recorded(memory.clone()).await.unwrap(), 5);
    let ran = COUNTED.swap(0, SeqCst);
    assert_eq!(ran, 5);
    let (known, withheld, ended) = preview(&engine, &memory, inputs(&["a", "bb"], 0)).await;
    assert_eq!((known.len(), withheld.len(), ended), (5, 0, Ok(5)), "all is known, so is the result");

    let (known, withheld, ended) = preview(&engine, &memory, inputs(&["ccc", "a", "bb"], 0)).await;
    assert_eq!(withheld, ["each[0]/counted/first"], "one item that waits keeps none from being looked at");
    assert_eq!(known.len(), 4);
    assert_eq!(ended, Err("withheld".into()));

    let (known, withheld, _) = preview(&engine, &memory, inputs(&["a", "bb"], 7)).await;
    assert_eq!((known.len(), withheld), (4, vec!["count_slowly".to_owned()]));
    assert_eq!(COUNTED.load(SeqCst), 0);
}

#[node]
fn write_note(text: &str, ctx: &Ctx) -> Result<PathBuf, std::io::Error> {
    let path = ctx.output_path("note.txt").map_err(std::io::Error::other)?;
    std::fs::write(&path, text)?;
    ctx.artifact(&path);
    Ok(path)
}

#[node]
fn read_note(path: &std::path::Path) -> Result<String, std::io::Error> {
    std::fs::read_to_string(path)
}

#[workflow]
fn note(text: String) -> String {
    let path = write_note(&text);
    read_note(&path)
}

#[tokio::test]
async fn a_preview_writes_no_file_and_still_knows_what_comes_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let engine = Engine::builder().output_folder(&out).build();
    let memory = Arc::new(Memory::default());
    engine.submit(note { text: "hello".into() }).recorded(memory.clone()).await.unwrap();
    std::fs::remove_dir_all(&out).unwrap();
    let (known, withheld, ended) = preview(&engine, &memory, note { text: "hello".into() }).await;
    assert_eq!((known.as_slice(), withheld.len()), (&["path".to_owned(), "read_note".into()][..], 0));
    assert_eq!(ended, Ok("hello".into()));
    assert!(!out.exists());
}

#[workflow]
fn divided(number: u32, by: u32) -> u32 {
    let part: u32 = number / by;
    count_slowly { number: part, .. }
}

#[tokio::test]
async fn a_preview_finds_a_mistake_of_the_graph_itself() {
    let (_, _, ended) = preview(&Engine::new(), &Arc::default(), divided { number: 1, by: 0 }).await;
    assert_eq!(ended, Err("it panicked: attempt to divide by zero".into()));
}
