//! Where the server listens, and how it serves and ends.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use axum::Router;
//! use lightflow_server::guard::{Guard, guard};
//! use lightflow_server::limits::Limits;
//! use lightflow_server::listen::{Listen, Listeners, serve, terminated};
//!
//! let options = Guard::new();
//! let listeners = Listeners::bind(&["127.0.0.1:7700".parse::<Listen>()?], &options).await?;
//! serve(listeners, guard(Router::new(), &options), &Limits::default(), terminated()?).await?;
//! # Ok(())
//! # }
//! ```
//!
//! HTTP/1.1 alone is spoken. A proxy in front speaks HTTP/2 and TLS with browsers.

mod bind;
mod closing;
mod connection;
mod error;
mod serve;
mod signals;
mod stream;
mod systemd;
mod unix;

pub use bind::Listeners;
pub use closing::Closing;
pub use error::ListenError;
pub use serve::serve;
pub use signals::terminated;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

/// One place to listen at: `127.0.0.1:7700`, `localhost:7700`, `unix:/run/user/1000/studio.sock` or `systemd`.
///
/// ```
/// use lightflow_server::listen::Listen;
///
/// let listen: Listen = "unix:/run/studio.sock".parse()?;
/// assert_eq!(listen, Listen::Unix("/run/studio.sock".into()));
/// # Ok::<(), lightflow_server::listen::ListenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// An address and port. Port 0 is any free one.
    Tcp(SocketAddr),
    /// A Unix socket, which this user alone can open.
    Unix(PathBuf),
    /// The sockets that systemd handed over ([`sd_listen_fds(3)`](https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html)).
    Systemd,
}

impl FromStr for Listen {
    type Err = ListenError;

    fn from_str(text: &str) -> Result<Listen, ListenError> {
        let error = || ListenError::Unclear(text.chars().take(200).collect());
        if text == "systemd" {
            return Ok(Listen::Systemd);
        }
        if let Some(path) = text.strip_prefix("unix:") {
            return if path.is_empty() || path.contains('\0') {
                Err(error())
            } else {
                Ok(Listen::Unix(path.into()))
            };
        }
        if let Some(port) = text.strip_prefix("localhost:") {
            return Ok(Listen::Tcp((Ipv4Addr::LOCALHOST, port.parse().map_err(|_| error())?).into()));
        }
        text.parse().map(Listen::Tcp).map_err(|_| error())
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Tcp(address) => write!(f, "{address}"),
            Listen::Unix(path) => write!(f, "unix:{}", path.display()),
            Listen::Systemd => f.write_str("systemd"),
        }
    }
}

/// The other side of a connection. [`serve`] adds it to the extensions of each request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// It came over TCP.
    Tcp {
        /// The address that the server listens at, with `0.0.0.0` where it listens at all.
        bound: SocketAddr,
        /// The address that the client connected to.
        local: SocketAddr,
        /// The address of the client, or of its proxy.
        remote: SocketAddr,
    },
    /// It came through a Unix socket.
    Unix,
}

impl Peer {
    /// The address of the client, or of its proxy.
    pub fn remote(&self) -> Option<IpAddr> {
        match self {
            Peer::Tcp { remote, .. } => Some(remote.ip()),
            Peer::Unix => None,
        }
    }
}
