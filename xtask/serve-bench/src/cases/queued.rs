//! As many runs as may wait: taken in, one too many, and brought to their end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use crate::Failure;
use crate::client::Connection;
use crate::process::Process;
use crate::report::Row;
use crate::server::WAITING;

const CONNECTIONS: usize = 16;

pub async fn run(server: &Process) -> Result<Vec<Row>, Failure> {
    let mut connection = Connection::open(server.guarded).await?;
    let before = server.memory()?;
    let busy = occupy(&mut connection).await?;

    let began = Instant::now();
    take_in(server).await?;
    let taken = began.elapsed().as_secs_f64();
    let waiting = server.memory()?;

    let path = "/api/workflows/three_steps/runs";
    let (status, problem) = connection.post(path, &json!({ "inputs": { "x": 0 } })).await?;
    if status != StatusCode::TOO_MANY_REQUESTS {
        return Err(
            format!("one run too many was answered {status}: {}", String::from_utf8_lossy(&problem)).into()
        );
    }

    let began = Instant::now();
    connection.open_gate(busy).await?;
    while load(&mut connection).await? != (0, 0) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let done = began.elapsed().as_secs_f64();
    let finished = connection.json("/api/runs?status=finished&limit=1").await?;
    if finished["runs"].as_array().is_none_or(Vec::is_empty) {
        return Err("no run finished".into());
    }
    let row = |case: &str, seconds: f64, memory: String| {
        let rate = format!("{:.0}/s", WAITING as f64 / seconds);
        Row { case: case.into(), rate, ratio: format!("{seconds:.1} s"), memory, ..Row::default() }
    };
    Ok(vec![
        Row { case: "before any run".into(), memory: before.to_string(), ..Row::default() },
        row(&format!("{WAITING} runs taken in, 16 connections"), taken, waiting.to_string()),
        Row { case: "one more".into(), rate: status.as_u16().to_string(), ..Row::default() },
        row(&format!("{WAITING} runs brought to their end"), done, server.memory()?.to_string()),
    ])
}

/// Lets runs that wait for the gate take every place where runs go on; gives how many.
async fn occupy(connection: &mut Connection) -> Result<usize, Failure> {
    let mut begun = 0;
    loop {
        connection.begin("held", json!({ "name": format!("held {begun}") })).await?;
        begun += 1;
        // The last one waits in the line: then all places are taken.
        let patience = Instant::now();
        while load(connection).await? == (1, begun - 1) || load(connection).await? == (0, begun - 1) {
            if patience.elapsed() > Duration::from_secs(2) {
                return Ok(begun);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Runs that wait, and runs that go on.
async fn load(connection: &mut Connection) -> Result<(usize, usize), Failure> {
    let health = connection.json("/api/health").await?;
    let field = |name: &str| health["queue"][name].as_u64().unwrap_or(u64::MAX) as usize;
    Ok((field("waiting"), field("running")))
}

/// Fills the line.
async fn take_in(server: &Process) -> Result<(), Failure> {
    // One that holds the gate waits already.
    let next = Arc::new(AtomicUsize::new(1));
    let mut loops = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (next, mut connection) = (next.clone(), Connection::open(server.guarded).await?);
        loops.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= WAITING {
                    return Ok::<_, Failure>(());
                }
                connection.begin("three_steps", json!({ "x": number })).await?;
            }
        });
    }
    while let Some(done) = loops.join_next().await {
        done??;
    }
    Ok(())
}
