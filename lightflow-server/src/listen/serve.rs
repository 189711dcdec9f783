//! Accepting connections, and the end.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::bind::{Listener, Listeners};
use super::closing::{Closing, Phase};
use super::stream::Stream;
use super::{Peer, connection, systemd};
use crate::limits::Limits;

/// Connections beyond the limit that are told so. Those beyond these are closed without a word.
const REFUSED: usize = 32;
/// How long parts of the server have to let go of connections that were cut.
const CUT_TIME: Duration = Duration::from_secs(1);

/// Serves until `shutdown`, and then ends: no further connection is accepted, requests in flight are answered, streams of events end, handlers are told through
/// [`Closing`](super::Closing), and after [`Limits::drain_time`] what is left is cut.
///
/// Where a service manager asked for it, it is told `READY=1` and `STOPPING=1`. The files of Unix sockets that [`Listeners::bind`] made are removed.
///
/// # Errors
///
/// None today: a connection that fails ends alone, and a system that is out of descriptors is asked again.
pub async fn serve(
    listeners: Listeners,
    router: Router,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (phase, phases) = watch::channel(Phase::Open);
    let slots = Arc::new(Semaphore::new(limits.connections as usize));
    let host = Host {
        router,
        limits: limits.clone(),
        closing: Closing(phases),
        slots: slots.clone(),
        refused: Arc::new(Semaphore::new(REFUSED)),
    };
    let mut accepting = JoinSet::new();
    for listener in listeners.0 {
        accepting.spawn(host.clone().listen(listener));
    }
    systemd::notify("READY=1");
    shutdown.await;
    systemd::notify("STOPPING=1");
    phase.send_replace(Phase::Closing);
    accepting.shutdown().await;
    // Whoever has all slots knows that no connection is left, upgraded ones among them.
    let all = async || slots.acquire_many(limits.connections).await.map(drop);
    if tokio::time::timeout(limits.drain_time, all()).await.is_err() {
        phase.send_replace(Phase::Cut);
        if tokio::time::timeout(CUT_TIME, all()).await.is_err() {
            tracing::warn!("some connections are still held");
        }
    }
    Ok(())
}

/// What every connection needs.
#[derive(Clone)]
struct Host {
    router: Router,
    limits: Limits,
    closing: Closing,
    slots: Arc<Semaphore>,
    refused: Arc<Semaphore>,
}

impl Host {
    async fn listen(self, listener: Listener) {
        match listener {
            Listener::Tcp(listener, bound) => self.tcp(listener, bound).await,
            Listener::Unix(listener, _file) => self.unix(listener).await,
        }
    }

    async fn tcp(self, listener: TcpListener, bound: std::net::SocketAddr) {
        loop {
            match listener.accept().await {
                Ok((stream, remote)) => {
                    // Events are small and are waited for.
                    let _ = stream.set_nodelay(true);
                    let Ok(local) = stream.local_addr() else { continue };
                    self.connect(stream, Peer::Tcp { bound, local, remote });
                }
                Err(error) => again(error).await,
            }
        }
    }

    async fn unix(self, listener: UnixListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => self.connect(stream, Peer::Unix),
                Err(error) => again(error).await,
            }
        }
    }

    fn connect<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, stream: S, peer: Peer) {
        let stall_time = self.limits.stall_time;
        if let Ok(slot) = self.slots.clone().try_acquire_owned() {
            let stream = Stream::new(stream, &self.closing, stall_time, slot);
            tokio::spawn(connection::run(
                stream,
                peer,
                self.router.clone(),
                self.limits.clone(),
                self.closing.clone(),
            ));
        } else if let Ok(slot) = self.refused.clone().try_acquire_owned() {
            let stream = Stream::new(stream, &self.closing, stall_time, slot);
            tokio::spawn(connection::refuse(stream, self.limits.clone()));
        }
    }
}

/// Waits where the system, not the client, is to blame: it is out of descriptors or memory, and would say so again at once.
async fn again(error: io::Error) {
    let client = [
        ErrorKind::ConnectionAborted,
        ErrorKind::ConnectionReset,
        ErrorKind::ConnectionRefused,
        ErrorKind::Interrupted,
    ];
    if !client.contains(&error.kind()) {
        tracing::warn!(%error, "no connection can be accepted");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
