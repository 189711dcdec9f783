//! Contenders under load by turns, so that a neighbour's work hits all of them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;

use crate::Failure;
use crate::client::Connection;
use crate::events;

/// What one request is.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    Get(&'static str),
    /// The same with a number that no request had before, as `x`.
    GetNumber(&'static str),
    /// Posts a run of three steps and reads its events to their end; its input is new, or the same as before.
    Run {
        fresh: bool,
    },
}

/// Who is measured.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    pub name: &'static str,
    pub address: SocketAddr,
    pub connections: usize,
    pub work: Work,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Requests a second, the median of the rounds.
    pub rate: f64,
    /// Seconds.
    pub p50: f64,
    pub p99: f64,
    /// Rate over that of the first contender in the same round, the median.
    pub ratio: f64,
}

/// Measures all by turns, after a round that does not count.
pub async fn by_turns(
    contenders: &[Contender],
    rounds: usize,
    each: Duration,
) -> Result<Vec<Figures>, Failure> {
    let mut rates = vec![Vec::new(); contenders.len()];
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..=rounds {
        for (index, contender) in contenders.iter().enumerate() {
            let began = Instant::now();
            let took = load(contender, each).await?;
            if round > 0 {
                rates[index].push(took.len() as f64 / began.elapsed().as_secs_f64());
                times[index].extend(took);
            }
        }
    }
    let figures = (0..contenders.len()).map(|index| {
        let mut ratios: Vec<f64> =
            rates[index].iter().zip(&rates[0]).map(|(ours, first)| ours / first).collect();
        Figures {
            rate: quantile(&mut rates[index].clone(), 0.5),
            p50: quantile(&mut times[index].clone(), 0.5),
            p99: quantile(&mut times[index].clone(), 0.99),
            ratio: quantile(&mut ratios, 0.5),
        }
    });
    Ok(figures.collect())
}

/// As many requests as fit into a time, each connection with one at a time: how long each took.
async fn load(contender: &Contender, each: Duration) -> Result<Vec<f64>, Failure> {
    let mut loops = JoinSet::new();
    for _ in 0..contender.connections {
        let (mut connection, work) = (Connection::open(contender.address).await?, contender.work);
        loops.spawn(async move {
            let (began, mut times) = (Instant::now(), Vec::new());
            while began.elapsed() < each {
                let sent = Instant::now();
                once(&mut connection, work).await?;
                times.push(sent.elapsed().as_secs_f64());
            }
            Ok::<_, Failure>(times)
        });
    }
    let mut all = Vec::new();
    while let Some(times) = loops.join_next().await {
        all.extend(times??);
    }
    Ok(all)
}

async fn once(connection: &mut Connection, work: Work) -> Result<(), Failure> {
    static NEXT: AtomicU64 = AtomicU64::new(1_000);
    let next = || NEXT.fetch_add(1, Ordering::Relaxed);
    match work {
        Work::Get(path) => drop(connection.get(path).await?),
        Work::GetNumber(path) => drop(connection.get(&format!("{path}?x={}", next())).await?),
        Work::Run { fresh } => {
            let x = if fresh { next() } else { 0 };
            let run = connection.begin("three_steps", json!({ "x": x })).await?;
            let (events, _) = events::read(connection.events(&run).await?).await?;
            if events == 0 {
                return Err("a run has no events".into());
            }
        }
    }
    Ok(())
}

/// The value below which this part of all lies.
pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len().saturating_sub(1)) as f64 * part;
    values.get(index.round() as usize).copied().unwrap_or(f64::NAN)
}
