//! Opening sockets.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, UnixListener};

use super::unix::{self, SocketFile};
use super::{Listen, ListenError, systemd};
use crate::guard::Guard;

/// Sockets that are open and wait for [`serve`](super::serve).
#[derive(Debug)]
pub struct Listeners(pub(super) Vec<Listener>);

#[derive(Debug)]
pub(super) enum Listener {
    Tcp(TcpListener, SocketAddr),
    /// The file goes with the server, where the server made it.
    Unix(UnixListener, Option<SocketFile>),
}

impl Listeners {
    /// Opens all of them, or none.
    ///
    /// # Errors
    ///
    /// An address is taken or not this machine's; other machines can reach it and the guard asks for no token; there is a live socket or another kind of file at the
    /// path of a Unix socket; systemd handed nothing over.
    ///
    /// Sockets of systemd can be taken once: it is to be called before threads of C code read the environment.
    pub async fn bind(places: &[Listen], guard: &Guard) -> Result<Listeners, ListenError> {
        let mut open = Vec::new();
        for place in places {
            let failed = |error| ListenError::Bind(place.to_string(), error);
            match place {
                Listen::Tcp(address) => {
                    exposed(*address, guard)?;
                    let listener = TcpListener::bind(address).await.map_err(failed)?;
                    open.push(Listener::tcp(listener).map_err(failed)?);
                }
                Listen::Unix(path) => {
                    let (listener, file) = unix::bind(path).await?;
                    open.push(Listener::Unix(listener, Some(file)));
                }
                Listen::Systemd => {
                    for listener in systemd::listeners().map_err(failed)?.ok_or(ListenError::NotActivated)? {
                        if let Listener::Tcp(_, address) = &listener {
                            exposed(*address, guard)?;
                        }
                        open.push(listener);
                    }
                }
            }
        }
        if open.is_empty() { Err(ListenError::Nowhere) } else { Ok(Listeners(open)) }
    }

    /// The addresses of TCP, with the ports that they got.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let address = |listener: &Listener| match listener {
            Listener::Tcp(_, address) => Some(*address),
            Listener::Unix(..) => None,
        };
        self.0.iter().filter_map(address).collect()
    }
}

impl Listener {
    pub(super) fn tcp(listener: TcpListener) -> io::Result<Listener> {
        let address = listener.local_addr()?;
        Ok(Listener::Tcp(listener, address))
    }
}

/// Refuses an address that others can reach without a token.
fn exposed(address: SocketAddr, guard: &Guard) -> Result<(), ListenError> {
    if address.ip().is_loopback() || guard.has_token() { Ok(()) } else { Err(ListenError::NoToken(address)) }
}
