//! Looks on while a run goes on, and passes on the wish to stop.

use std::future::pending;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval};

use super::Context;
use super::failure::{Code, Failure};
use super::io::{Interrupts, Io};
use super::watch::Watch;
use crate::runs::Recording;
use crate::service::{Active, Ended, Ready, Service};
use crate::{RunError, RunErrorKind};

/// How often live progress is drawn.
const FRAME: Duration = Duration::from_millis(100);

/// The threads that runs need.
///
/// # Errors
/// When there are none.
pub(super) fn threads() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::new(Code::NoRuntime, format!("cannot start threads for the run: {error}"))
            .hint("raise the limit on threads and open files of this user")
    })
}

/// Runs to the end.
///
/// # Errors
/// When there are no threads to run on.
pub(super) fn drive(
    context: &mut Context<'_>,
    service: &Service,
    ready: Ready,
    recording: Option<Recording>,
    mut watch: Watch,
) -> Result<Ended, Failure> {
    let runtime = threads()?;
    #[cfg(feature = "otel")]
    let exporting = super::otel::begin(context.io);
    let ended = runtime.block_on(async {
        let active = service.start(ready, recording).map_err(|error| Failure::service(context, &error))?;
        Ok(follow(active, &mut watch, context.io).await)
    });
    watch.end();
    // A sync step that does not stop must not keep the program.
    runtime.shutdown_background();
    #[cfg(feature = "otel")]
    if let (Some(exporting), Ok(Ended { result, .. })) = (exporting, &ended) {
        let cancelled = matches!(result, Err(error) if matches!(error.kind, RunErrorKind::Cancelled));
        exporting.end(cancelled, context.io);
    }
    ended
}

/// Looks on until a run is over.
pub(super) async fn follow(active: Active, watch: &mut Watch, io: &mut Io) -> Ended {
    let mut events = active.events();
    let cancel = active.canceller();
    let mut own = None;
    let interrupts = match &mut io.interrupts {
        Interrupts::Signals => own.insert(signals()),
        Interrupts::Channel(channel) => channel,
    };
    // Taken out, so that `io` is free to be written to.
    let mut interrupts = std::mem::replace(interrupts, unbounded_channel().1);
    let mut frames = interval(FRAME);
    frames.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let began = Instant::now();
    let mut cancelled = false;
    loop {
        tokio::select! {
            biased;
            () = next(&mut interrupts) => {
                if std::mem::replace(&mut cancelled, true) {
                    return left(began.elapsed());
                }
                cancel();
                watch.note("cancelling; press Ctrl-C again to exit at once", io);
            }
            _ = frames.tick(), if watch.is_live() => watch.frame(),
            event = events.next() => match event {
                Some(event) => watch.event(&event, io),
                None => break,
            },
        }
    }
    let ended = active.ended().await;
    if let Interrupts::Channel(channel) = &mut io.interrupts {
        *channel = interrupts;
    }
    ended
}

/// A run that nobody waits for any more: it counts as interrupted, and can go on.
fn left(elapsed: Duration) -> Ended {
    Ended {
        result: Err(RunError { step: None, kind: RunErrorKind::Cancelled }),
        artifacts: Vec::new(),
        steps: 0,
        cached: 0,
        elapsed,
        reasons: Vec::new(),
        trouble: None,
    }
}

/// The next wish to stop; never, when nobody can have one any more.
pub(super) async fn next(interrupts: &mut UnboundedReceiver<()>) {
    if interrupts.recv().await.is_none() {
        pending().await
    }
}

/// Ctrl-C and SIGTERM, as often as they come.
pub(super) fn signals() -> UnboundedReceiver<()> {
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
