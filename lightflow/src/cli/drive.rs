//! Runs a prepared workflow to its end, while somebody watches and may stop it.

use std::future::pending;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval};

use super::failure::{Code, Failure};
use super::io::{Interrupts, Io};
use super::watch::Watch;
use crate::registry::JsonRun;
use crate::runs::Recording;
use crate::{Event, EventKind, RunError, RunErrorKind};

/// How often live progress is drawn.
const FRAME: Duration = Duration::from_millis(100);

/// A run that is over.
pub(super) struct Ended {
    pub result: Result<Value, RunError>,
    /// Files that it made, in the order in which steps announced them.
    pub artifacts: Vec<PathBuf>,
    /// Steps that were finished.
    pub steps: u64,
    /// Steps among them that were not run: what they give was known.
    pub cached: u64,
    pub elapsed: Duration,
}

/// Runs to the end.
///
/// # Errors
/// When there are no threads to run on.
pub(super) fn drive(
    run: JsonRun,
    mut watch: Watch,
    recording: Option<&mut Recording>,
    io: &mut Io,
) -> Result<Ended, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::new(Code::NoRuntime, format!("cannot start threads for the run: {error}"))
            .hint("raise the limit on threads and open files of this user")
    })?;
    #[cfg(feature = "otel")]
    let exporting = super::otel::begin(io);
    let ended = runtime.block_on(follow(run, &mut watch, recording, io));
    watch.end();
    // A sync step that does not stop must not keep the program.
    runtime.shutdown_background();
    #[cfg(feature = "otel")]
    if let Some(exporting) = exporting {
        let cancelled = matches!(&ended.result, Err(error) if matches!(error.kind, RunErrorKind::Cancelled));
        exporting.end(cancelled, io);
    }
    Ok(ended)
}

async fn follow(
    mut run: JsonRun,
    watch: &mut Watch,
    mut recording: Option<&mut Recording>,
    io: &mut Io,
) -> Ended {
    let mut events = run.events();
    // A task of its own: this thread only looks on.
    let (result, cancel) = run.spawn().into_parts();
    let mut own = None;
    let interrupts = match &mut io.interrupts {
        Interrupts::Signals => own.insert(signals()),
        Interrupts::Channel(channel) => channel,
    };
    // Taken out, so that `io` is free to be written to.
    let mut interrupts = std::mem::replace(interrupts, unbounded_channel().1);
    let mut frames = interval(FRAME);
    frames.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut ended = Ended {
        result: Ok(Value::Null),
        artifacts: Vec::new(),
        steps: 0,
        cached: 0,
        elapsed: Duration::ZERO,
    };
    let began = std::time::Instant::now();
    let mut cancelled = false;
    loop {
        tokio::select! {
            biased;
            () = next(&mut interrupts) => {
                if std::mem::replace(&mut cancelled, true) {
                    ended.elapsed = began.elapsed();
                    ended.result = Err(RunError { step: None, kind: RunErrorKind::Cancelled });
                    return ended;
                }
                cancel();
                watch.note("cancelling; press Ctrl-C again to exit at once", io);
            }
            _ = frames.tick(), if watch.is_live() => watch.frame(),
            event = events.next() => match event {
                Some(event) => {
                    ended.count(&event);
                    if let Some(recording) = &mut recording {
                        recording.event(&event);
                    }
                    watch.event(&event, io);
                }
                None => break,
            },
        }
    }
    ended.result = result.await;
    if ended.elapsed.is_zero() {
        ended.elapsed = began.elapsed();
    }
    ended
}

impl Ended {
    fn count(&mut self, event: &Event) {
        match &event.kind {
            EventKind::StepFinished { .. } => self.steps += 1,
            EventKind::StepCached { .. } => self.cached += 1,
            EventKind::Artifact { path, .. } => self.artifacts.push(path.clone()),
            EventKind::RunFinished { elapsed } => self.elapsed = *elapsed,
            _ => {}
        }
    }
}

/// The next wish to stop; never, when nobody can have one any more.
async fn next(interrupts: &mut UnboundedReceiver<()>) {
    if interrupts.recv().await.is_none() {
        pending().await
    }
}

/// Ctrl-C and SIGTERM, as often as they come.
fn signals() -> UnboundedReceiver<()> {
    let (sender, receiver) = unbounded_channel();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let sender = sender.clone();
            tokio::spawn(async move { while terminate.recv().await.is_some() && sender.send(()).is_ok() {} });
        }
    }
    tokio::spawn(async move { while tokio::signal::ctrl_c().await.is_ok() && sender.send(()).is_ok() {} });
    receiver
}
