//! Being told to end.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

/// Waits for `SIGTERM` or `SIGINT` (Ctrl-C). From this call on, the first of them no longer ends the process by itself.
///
/// # Errors
///
/// The system does not let signals be handled.
pub fn terminated() -> io::Result<impl Future<Output = ()> + Send> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}
