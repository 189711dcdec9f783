//! Why the server cannot listen.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the server cannot listen somewhere. Nothing is listened at then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// A text says no place to listen at.
    #[error("`{0}` is no place to listen at; write `127.0.0.1:7700`, `unix:/path/of.sock` or `systemd`")]
    Unclear(String),
    /// No place was said.
    #[error("no place to listen at was said; write `127.0.0.1:7700`")]
    Nowhere,
    /// Others could do all.
    #[error(
        "other machines can reach `{0}`, and no token is asked for; give one with `--token-file FILE`, or listen on 127.0.0.1"
    )]
    NoToken(SocketAddr),
    /// The system refused.
    #[error("`{0}` cannot be listened at: {1}")]
    Bind(String, #[source] io::Error),
    /// A server answers on the socket.
    #[error("another server listens at `{}`; end it, or take another path", .0.display())]
    Live(PathBuf),
    /// There is something else.
    #[error("`{}` is there and is no socket; take another path, or move it away", .0.display())]
    NoSocket(PathBuf),
    /// Nothing was handed over.
    #[error("systemd handed no sockets over; start the `.socket` unit, not the program")]
    NotActivated,
}
