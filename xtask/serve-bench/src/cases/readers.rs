//! A thousand who read the events of one run, or who have asked for them and read nothing.

use std::time::{Duration, Instant};

use hyper::body::Incoming;
use serde_json::json;
use tokio::task::JoinSet;

use crate::Failure;
use crate::client::Connection;
use crate::events;
use crate::load::quantile;
use crate::process::Process;
use crate::report::Row;

const READERS: usize = 1_000;
const EVENTS: u32 = 3_000;
const ROUNDS: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    /// All have asked and take nothing from their sockets.
    Asleep,
    Awake,
}

#[derive(Default)]
struct Figures {
    /// Seconds that the run itself took.
    run: Vec<f64>,
    /// Seconds until the last reader had all.
    read: Vec<f64>,
    memory: String,
    events: u64,
}

pub async fn run(server: &Process) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    // As fast as it can talk, and as a run that takes about a second and a half.
    for (name, rest_us) in [("in a burst", 0_u64), ("8 ms after each 16", 8_000)] {
        let whos = [
            (Who::Nobody, "nobody looks on"),
            (Who::Asleep, "1000 ask and read nothing"),
            (Who::Awake, "1000 read all"),
        ];
        let mut all = [Figures::default(), Figures::default(), Figures::default()];
        for round in 0..ROUNDS {
            for ((who, _), figures) in whos.iter().zip(&mut all) {
                one(server, *who, rest_us, &format!("{name} {round} {}", *who as u8), figures).await?;
            }
        }
        let alone = quantile(&mut all[0].run.clone(), 0.5);
        for ((_, who), figures) in whos.iter().zip(&mut all) {
            let (run, read) = (quantile(&mut figures.run, 0.5), quantile(&mut figures.read, 0.5));
            let delivered = READERS as f64 * figures.events as f64 / read;
            rows.push(Row {
                case: format!("{} events {name}, {who}", figures.events.max(u64::from(EVENTS))),
                rate: if read.is_nan() { String::new() } else { format!("{delivered:.0} events/s") },
                p50: format!("run {:.0} ms", run * 1e3),
                p99: if read.is_nan() { String::new() } else { format!("last {read:.1} s") },
                ratio: format!("{:.2}", run / alone),
                memory: std::mem::take(&mut figures.memory),
            });
        }
    }
    Ok(rows)
}

async fn one(
    server: &Process,
    who: Who,
    rest_us: u64,
    name: &str,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let mut connection = Connection::open(server.guarded).await?;
    let run = connection.begin("talk", json!({ "name": name, "count": EVENTS, "rest_us": rest_us })).await?;
    let readers = if who == Who::Nobody { 0 } else { READERS };
    let mut streams: Vec<(Connection, Incoming)> = Vec::with_capacity(readers);
    for _ in 0..readers {
        let mut connection = Connection::open(server.guarded).await?;
        let stream = connection.events(&run).await?;
        streams.push((connection, stream));
    }
    server.forget_peak()?;
    let mut reading = JoinSet::new();
    if who == Who::Awake {
        for (connection, stream) in streams.drain(..) {
            reading.spawn(async move {
                let read = events::read(stream).await;
                drop(connection);
                read
            });
        }
    }
    let began = Instant::now();
    connection.open_gate(1).await?;
    let mut counts = Vec::new();
    while let Some(read) = reading.join_next().await {
        counts.push(read??.0);
    }
    if who == Who::Awake {
        figures.read.push(began.elapsed().as_secs_f64());
    }
    figures.run.push(took(&mut connection).await?);
    figures.memory = server.memory()?.to_string();
    // All that the journal has, and each its once: the reader looked at the numbers.
    let last = connection.json(&format!("/api/runs/{run}/events?from={EVENTS}&limit=10000")).await?;
    figures.events = last["next"].as_u64().unwrap_or(0);
    match counts.iter().all(|count| *count == figures.events) {
        true => Ok(()),
        false => Err(format!("the run has {} events, and its readers got {counts:?}", figures.events).into()),
    }
}

async fn took(connection: &mut Connection) -> Result<f64, Failure> {
    loop {
        match connection.json("/bench/took").await?["took"].as_f64() {
            Some(took) => return Ok(took),
            None => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}
