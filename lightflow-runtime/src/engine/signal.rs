//! What a run waits for, and what it hears.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::step::{Kept, StepRef};
use super::{MapState, RunErrorKind, StepFlag};
use crate::frame::BoxFuture;

pub(crate) type Waiting = Pin<Box<dyn Future<Output = Signal> + Send>>;

/// Something a run waited for.
pub(crate) enum Signal {
    /// A step ended.
    Ended(Ended),
    /// A step was begun on a thread of its own, and waits for somebody elsewhere.
    Waits(StepRef, BoxFuture<'static>),
    /// A step that fills a stream ended.
    Drained(Ended),
    /// A further item of a `for` came, or none does.
    More(*mut MapState, bool),
    /// A step may be tried again.
    Again(StepRef, Kept),
    /// A step got what it waited for.
    Granted(StepRef, Option<Kept>, Permits),
}

// SAFETY: it goes where the driver goes, which alone uses what `More` points to.
unsafe impl Send for Signal {}

/// How a step ended.
pub(crate) struct Ended {
    pub step: StepRef,
    pub result: Result<(), RunErrorKind>,
    /// The inputs of a node that may be tried again.
    pub kept: Option<Kept>,
    pub started: Option<Instant>,
}

/// What came of a job: the end of its step, or what the step waits for.
pub(crate) type Job = Result<Ended, (StepRef, BoxFuture<'static>)>;

/// What a step holds while it runs.
#[derive(Default)]
pub(crate) struct Permits {
    pub worker: Option<OwnedSemaphorePermit>,
    pub resource: Option<OwnedSemaphorePermit>,
}

/// The text of a panic.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".into())
}

/// Waits for an `async` step.
pub(crate) fn step_future(
    step: StepRef,
    future: BoxFuture<'static>,
    timeout: Option<Duration>,
    kept: Option<Kept>,
    permits: Permits,
    started: Option<Instant>,
) -> Waiting {
    let caught = AssertUnwindSafe(future).catch_unwind().map(|result| match result {
        Ok(result) => result.map_err(RunErrorKind::Failed),
        Err(panic) => Err(RunErrorKind::Panicked(panic_text(panic.as_ref()))),
    });
    let ended = move |result| {
        drop(permits);
        Signal::Ended(Ended { step, result, kept, started })
    };
    match timeout {
        None => Box::pin(caught.map(ended)),
        Some(limit) => Box::pin(async move {
            let result = tokio::time::timeout(limit, caught).await;
            ended(result.unwrap_or(Err(RunErrorKind::TimedOut(limit))))
        }),
    }
}

/// Waits for a sync step on a thread of its own, and tells it through its flag when its time is over.
pub(crate) fn job_future(
    step: StepRef,
    job: tokio::task::JoinHandle<Job>,
    timeout: Option<(Duration, StepFlag)>,
    grace: Duration,
) -> Waiting {
    let ended = move |joined: Result<Job, tokio::task::JoinError>| match joined {
        Ok(Ok(ended)) => Signal::Ended(ended),
        Ok(Err((step, future))) => Signal::Waits(step, future),
        Err(error) => {
            let result = Err(RunErrorKind::Panicked(error.to_string()));
            Signal::Ended(Ended { step, result, kept: None, started: None })
        }
    };
    let Some((limit, flag)) = timeout else {
        return Box::pin(job.map(ended));
    };
    Box::pin(async move {
        let mut job = std::pin::pin!(job);
        if let Ok(joined) = tokio::time::timeout(limit, job.as_mut()).await {
            return ended(joined);
        }
        flag.store(true, Ordering::Release);
        let kept = match tokio::time::timeout(grace, job).await {
            Ok(joined) => joined.ok().and_then(Result::ok).and_then(|ended| ended.kept),
            Err(_) => None,
        };
        Signal::Ended(Ended { step, result: Err(RunErrorKind::TimedOut(limit)), kept, started: None })
    })
}

/// Waits for a permit.
pub(crate) fn permit_future(
    step: StepRef,
    kept: Option<Kept>,
    permits: Permits,
    of: Arc<Semaphore>,
    worker: bool,
) -> Waiting {
    Box::pin(async move {
        let mut permits = permits;
        // The engine never closes its semaphores.
        let permit = of.acquire_owned().await.ok();
        *(if worker { &mut permits.worker } else { &mut permits.resource }) = permit;
        Signal::Granted(step, kept, permits)
    })
}

/// Waits before a step is tried again: exponential back-off with full jitter, from 100 ms to 30 s.
///
/// After M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015; the lower half is kept, so
/// that a retry is never immediate.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let most = Duration::from_millis(100 << attempt.saturating_sub(1).min(10)).min(Duration::from_secs(30));
    most.mul_f64(0.5 + fastrand::f64() / 2.0)
}

/// A flag for a step with a timeout.
pub(crate) fn step_flag() -> StepFlag {
    Arc::new(AtomicBool::new(false))
}
