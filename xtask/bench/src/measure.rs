//! Times several ways to do the same thing, by turns.
//!
//! Not criterion or divan: both finish one function before they begin the next, so on a machine that others use,
//! a ratio of two of their figures compares two different minutes. Here every round times each contender once for
//! a few milliseconds, a ratio is taken within its round, and the median over the rounds is reported.

use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

/// How long one sample of a contender takes, if one call is not longer.
const SAMPLE: Duration = Duration::from_millis(3);

type Sample = Pin<Box<dyn Future<Output = Duration> + Send>>;

/// One way to do it: given a number of calls, does them and says how long they took.
#[derive(Clone)]
pub struct Contender(Arc<dyn Fn(usize) -> Sample>);

impl Contender {
    /// Awaited in place, in the task that measures.
    pub fn awaited<F, O>(call: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = O> + Send,
    {
        let call = Arc::new(call);
        Self(Arc::new(move |calls| {
            let call = call.clone();
            Box::pin(async move {
                let began = Instant::now();
                for _ in 0..calls {
                    black_box(call().await);
                }
                began.elapsed()
            })
        }))
    }

    /// A plain function.
    pub fn called<O>(call: impl Fn() -> O + Send + Sync + 'static) -> Self {
        let call = Arc::new(call);
        Self(Arc::new(move |calls| {
            let call = call.clone();
            Box::pin(async move {
                let began = Instant::now();
                for _ in 0..calls {
                    black_box(call());
                }
                began.elapsed()
            })
        }))
    }

    /// All samples are taken inside of a worker: driving a run from the main thread costs a thread switch for
    /// whatever waits, and is not how a service runs workflows.
    fn sample(&self, runtime: &Runtime, calls: usize) -> Duration {
        runtime.block_on(async { tokio::spawn((self.0)(calls)).await.expect("no contender panics") })
    }

    /// Calls until a sample is long enough; this warms up too, so the engine has learned what is short.
    fn calls_per_sample(&self, runtime: &Runtime) -> usize {
        let mut calls = 1;
        for _ in 0..3 {
            self.sample(runtime, 1);
        }
        loop {
            let elapsed = self.sample(runtime, calls);
            if elapsed >= SAMPLE {
                return calls;
            }
            let missing = SAMPLE.as_secs_f64() / elapsed.as_secs_f64().max(1e-7);
            calls = (calls as f64 * missing.clamp(1.1, 10.0)).ceil() as usize;
        }
    }
}

/// Medians over the rounds.
#[derive(Clone, Debug)]
pub struct Times {
    /// Seconds a call, contender by contender.
    pub seconds: Vec<f64>,
    /// Each contender's time over that of the second, which is the hand-written one.
    pub ratios: Vec<f64>,
}

/// Times the contenders by turns.
pub fn measure(runtime: &Runtime, rounds: usize, contenders: &[Contender]) -> Times {
    let calls: Vec<usize> = contenders.iter().map(|one| one.calls_per_sample(runtime)).collect();
    let mut seconds = vec![Vec::with_capacity(rounds); contenders.len()];
    let mut ratios = seconds.clone();
    for _ in 0..rounds {
        for (index, contender) in contenders.iter().enumerate() {
            let elapsed = contender.sample(runtime, calls[index]).as_secs_f64();
            seconds[index].push(elapsed / calls[index] as f64);
        }
        let base = seconds.get(1).and_then(|times: &Vec<f64>| times.last().copied());
        for (index, times) in seconds.iter().enumerate() {
            ratios[index].push(times[times.len() - 1] / base.unwrap_or(f64::NAN));
        }
    }
    let medians = |lists: Vec<Vec<f64>>| lists.into_iter().map(median).collect();
    Times { seconds: medians(seconds), ratios: medians(ratios) }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
