//! How much one client may take.

use std::time::Duration;

/// Bounds on requests and connections. The [guard](crate::guard) keeps those of requests, [`serve`](crate::listen::serve) those of connections.
///
/// ```
/// use lightflow_server::limits::Limits;
///
/// let small = Limits { connections: 16, ..Limits::default() };
/// assert_eq!(small.body, 1 << 20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in the body of a request. Routes of [`Guard::upload`](crate::guard::Guard::upload) have their own. 1 MiB.
    pub body: u64,
    /// Bytes of the request line and all headers together. 16 KiB.
    ///
    /// What is up to twice as long gets a problem as its answer; beyond that the connection ends with a bare 431.
    pub header_bytes: usize,
    /// How many headers. 64; up to twice as many get a problem as their answer.
    pub headers: usize,
    /// How long a client may take for its headers, and how long a connection may idle between two requests. 20 s.
    pub header_time: Duration,
    /// How long a request may take until its answer begins. Streams begin at once, so they may go on. 30 s.
    pub request_time: Duration,
    /// How long a client may stay away in the middle of a body that it sends, or of an answer that it reads. 30 s.
    pub stall_time: Duration,
    /// Connections at once, WebSockets among them. A further one is answered 503. 256.
    pub connections: u32,
    /// How long requests in flight have when the server ends. 10 s.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body: 1 << 20,
            header_bytes: 16 << 10,
            headers: 64,
            header_time: Duration::from_secs(20),
            request_time: Duration::from_secs(30),
            stall_time: Duration::from_secs(30),
            connections: 256,
            drain_time: Duration::from_secs(10),
        }
    }
}
