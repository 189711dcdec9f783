//! What the store costs: contents, steps and journals, with and without waiting for the disk.
//!
//! Every figure is the median of several rounds. Nothing here fails: how long a disk takes is not the store's merit.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the terminal")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use lightflow_store::{ActionInfo, Digest, Durability, Result, RunHandle, RunRequest, StepRecord, Store};
use serde_json::json;

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    // Where to put the stores: a temporary folder is often in memory, and a disk is what is asked for.
    let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    match measure(&folder) {
        Ok(rows) => {
            println!();
            for (name, cells) in rows {
                println!("{name:<42}{}", cells.iter().map(|cell| format!("{cell:>14}")).collect::<String>());
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("store: {error}");
            ExitCode::FAILURE
        }
    }
}

type Rows = Vec<(String, Vec<String>)>;

fn measure(folder: &Path) -> Result<Rows> {
    let durabilities = [Durability::Process, Durability::Normal, Durability::Full];
    let mut rows: Rows = vec![("a second".into(), durabilities.map(|some| format!("{some:?}")).to_vec())];
    let cases: [(&str, usize, Case); 10] = [
        ("put 100 B, in the database", 2_000, |at| put(at, 100)),
        ("put 4 KiB, in the database", 1_000, |at| put(at, 4096)),
        ("put 4 KiB, in a file", 500, |at| put_file(at, 4096)),
        ("put 64 KiB", 300, |at| put(at, 64 << 10)),
        ("put what is there already, 64 KiB", 2_000, |_| put(0, 64 << 10)),
        ("keep and record a step, 100 B", 2_000, |at| step(at, 100)),
        ("… 100 steps in a transaction", 100, steps),
        ("lookup, 100 B", 5_000, |at| lookup(at, 100)),
        ("lookup, 64 KiB", 2_000, |at| lookup(at, 64 << 10)),
        ("append an event", 2_000, append),
    ];
    for (name, times, case) in cases {
        let mut cells = Vec::new();
        for durability in durabilities {
            cells.push(rate(folder, durability, times, case)?);
        }
        rows.push((name.to_owned(), cells));
    }
    rows.push((String::new(), Vec::new()));
    rows.push(("journal".into(), ["1,000 events", "100,000"].map(str::to_owned).to_vec()));
    for (name, look) in JOURNAL {
        let cells = [1_000, 100_000].map(|events| opening(folder, events, *look));
        rows.push(((*name).to_owned(), cells.into_iter().collect::<Result<_>>()?));
    }
    Ok(rows)
}

/// One thing to do with a store, for the how-manieth time.
type Case = fn(u32) -> Todo;

type Act = Box<dyn Fn(&RunHandle) -> Result<()>>;

struct Todo {
    before: Act,
    timed: Act,
    count: u32,
}

fn content(at: u32, len: usize) -> Vec<u8> {
    let mut bytes = at.to_le_bytes().to_vec();
    bytes.resize(len, 0x5A);
    bytes
}

fn todo(count: u32, timed: impl Fn(&RunHandle) -> Result<()> + 'static) -> Todo {
    Todo { before: Box::new(|_| Ok(())), timed: Box::new(timed), count }
}

fn put(at: u32, len: usize) -> Todo {
    let bytes = content(at, len);
    todo(1, move |run| run.store().put(black_box(&bytes)).map(drop))
}

/// One byte too long for the database.
fn put_file(at: u32, len: usize) -> Todo {
    put(at, len + 1)
}

fn record(at: u32) -> StepRecord {
    let inputs = vec![("image".to_owned(), Digest([1; 32])), ("side".to_owned(), Digest([2; 32]))];
    let key = Some(Digest::of(&at.to_le_bytes()));
    StepRecord {
        key,
        inputs,
        ..StepRecord::new(format!("shots[{at}]/fit"), "studio::fit", "0123456789abcdef")
    }
}

fn step(at: u32, len: usize) -> Todo {
    let (step, bytes) = (record(at), content(at, len));
    todo(1, move |run| run.keep_step(&step, &bytes).map(drop))
}

fn steps(at: u32) -> Todo {
    let all: Vec<_> = (0..100).map(|of| (record(at * 100 + of), content(at * 100 + of, 100))).collect();
    todo(100, move |run| {
        let steps: Vec<_> = all.iter().map(|(step, bytes)| (step, Some(&bytes[..]))).collect();
        run.keep_steps(&steps).map(drop)
    })
}

fn lookup(at: u32, len: usize) -> Todo {
    let (key, bytes) = (Digest::of(&(at % 500).to_le_bytes()), content(at % 500, len));
    let info = ActionInfo { node: "fit".into(), fingerprint: "1".into(), run: None };
    Todo {
        before: Box::new(move |run| match run.store().action(key)? {
            Some(_) => Ok(()),
            None => run.store().keep(key, &info, &bytes).map(drop),
        }),
        timed: Box::new(move |run| run.store().lookup(black_box(key)).map(drop)),
        count: 1,
    }
}

fn append(at: u32) -> Todo {
    let event = json!({"kind": "finished", "step": format!("shots[{at}]/fit"), "elapsed_us": 17});
    todo(1, move |run| run.append(std::slice::from_ref(&event)).map(drop))
}

/// How many a second, in a new store for each round.
fn rate(folder: &Path, durability: Durability, times: usize, case: Case) -> Result<String> {
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let root = scratch(folder);
        let store = Store::options().durability(durability).open(root.path())?;
        let run = store.create(RunRequest::new("w", json!({})))?;
        let todos: Vec<Todo> = (0..).take(times).map(case).collect();
        for todo in &todos {
            (todo.before)(&run)?;
        }
        let began = Instant::now();
        for todo in &todos {
            (todo.timed)(&run)?;
        }
        let count: u32 = todos.iter().map(|todo| todo.count).sum();
        rates.push(f64::from(count) / began.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    Ok(format!("{:.0}", rates[ROUNDS / 2]))
}

type Look = fn(&Store, lightflow_store::RunId, u64) -> Result<()>;

const JOURNAL: &[(&str, Look)] = &[
    ("go on with a run", |store, id, _| store.resume(id).map(drop)),
    ("the last number", |store, id, _| store.journal(id, 0)?.last_seq().map(drop)),
    ("one event in the middle", |store, id, events| store.journal(id, events / 2)?.read(1).map(drop)),
    ("all events", |store, id, _| store.journal(id, 0)?.read(usize::MAX).map(drop)),
];

fn opening(folder: &Path, events: u32, look: Look) -> Result<String> {
    let root = scratch(folder);
    let store = Store::options().durability(Durability::Process).open(root.path())?;
    let run = store.create(RunRequest::new("w", json!({})))?;
    let made: Vec<_> =
        (0..events).map(|at| json!({"kind": "finished", "step": format!("shots[{at}]/fit")})).collect();
    run.append(&made)?;
    let id = run.id();
    drop(run);
    let mut times = Vec::new();
    for _ in 0..4 * ROUNDS + 1 {
        let began = Instant::now();
        look(&store, id, u64::from(events))?;
        times.push(began.elapsed());
    }
    times.sort();
    Ok(short(times[2 * ROUNDS]))
}

fn short(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 10_000.0 { format!("{micros:.0} µs") } else { format!("{:.0} ms", micros / 1000.0) }
}

fn scratch(folder: &Path) -> tempfile::TempDir {
    tempfile::tempdir_in(folder).expect("a temporary folder can be made")
}
