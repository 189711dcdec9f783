//! What systemd hands over, and what it is told.

use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

use listenfd::ListenFd;
use tokio::net::{TcpListener, UnixListener};

use super::bind::Listener;

/// The sockets that were handed over, where there are any.
pub(super) fn listeners() -> io::Result<Option<Vec<Listener>>> {
    let mut sockets = ListenFd::from_env();
    let mut open = Vec::new();
    for n in 0..sockets.len() {
        // A socket is of one of the two kinds; the error of the second says that it is neither.
        if let Ok(Some(listener)) = sockets.take_tcp_listener(n) {
            listener.set_nonblocking(true)?;
            open.push(Listener::tcp(TcpListener::from_std(listener)?)?);
        } else if let Some(listener) = sockets.take_unix_listener(n)? {
            listener.set_nonblocking(true)?;
            open.push(Listener::Unix(UnixListener::from_std(listener)?, None));
        }
    }
    Ok((!open.is_empty()).then_some(open))
}

/// Tells the service manager how it is (`READY=1`, `STOPPING=1`), where one asked for it
/// ([`sd_notify(3)`](https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html)).
///
/// A manager that cannot be told is no reason to end: it is noted in the log.
pub(super) fn notify(state: &str) {
    let Some(name) = std::env::var_os("NOTIFY_SOCKET").filter(|name| !name.is_empty()) else { return };
    let send = || {
        let address = match name.as_bytes() {
            [b'@', name @ ..] => SocketAddr::from_abstract_name(name)?,
            _ => SocketAddr::from_pathname(&name)?,
        };
        UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address)
    };
    if let Err(error) = send() {
        tracing::warn!(%error, state, "the service manager was not told");
    }
}
