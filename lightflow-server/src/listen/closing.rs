//! The end of the server, as its parts see it.

use tokio::sync::watch;

/// How far the end has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Not begun.
    Open,
    /// Requests in flight end; streams are told to.
    Closing,
    /// The time is over: connections are cut.
    Cut,
}

/// Says when the server begins to end. [`serve`](super::serve) adds it to the extensions of each request, for handlers of WebSockets and of long answers.
///
/// Answers of `text/event-stream` need no such handler: they end by themselves.
///
/// ```
/// use axum::Extension;
/// use axum::extract::ws::{WebSocket, WebSocketUpgrade};
/// use axum::response::Response;
/// use lightflow_server::listen::Closing;
///
/// async fn events(upgrade: WebSocketUpgrade, Extension(closing): Extension<Closing>) -> Response {
///     upgrade.on_upgrade(async move |mut socket: WebSocket| {
///         tokio::select! {
///             _ = socket.recv() => {}
///             () = closing.begun() => {}
///         }
///     })
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Closing(pub(super) watch::Receiver<Phase>);

impl Closing {
    /// Waits until the server begins to end.
    pub async fn begun(&self) {
        self.reached(Phase::Closing).await;
    }

    pub(super) fn reached(&self, phase: Phase) -> impl Future<Output = ()> + Send + use<> {
        let mut phases = self.0.clone();
        async move {
            // A server that is gone has ended.
            let _ = phases.wait_for(|now| *now >= phase).await;
        }
    }
}
