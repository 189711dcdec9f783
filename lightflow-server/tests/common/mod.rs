//! A server of a test, and requests as their bytes.

#![allow(dead_code, reason = "each test binary uses a part")]

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use lightflow_server::guard::{Guard, guard};
use lightflow_server::limits::Limits;
use lightflow_server::listen::{Listen, Listeners, serve};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const TOKEN: &str = "correct-horse-battery-staple";

/// A connection of either kind.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<W: AsyncRead + AsyncWrite + Unpin + Send> Wire for W {}

/// A server that runs until it is ended or dropped.
pub struct Server {
    pub port: u16,
    folder: Option<TempDir>,
    end: Option<oneshot::Sender<()>>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    pub async fn start(router: Router, options: Guard) -> Server {
        Server::listen("127.0.0.1:0", router, options, Limits::default()).await
    }

    /// A server on a Unix socket, for tests in paused time.
    ///
    /// Paused time goes on when nobody has anything to do. What is written to a Unix socket is there for its reader at once; TCP may take a moment longer, and time
    /// would go on in between.
    pub async fn paused(router: Router, options: Guard, limits: Limits) -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        let place = format!("unix:{}", folder.path().join("s").display());
        let mut server = Server::listen(&place, router, options.limits(limits.clone()), limits).await;
        server.folder = Some(folder);
        server
    }

    pub async fn limited(router: Router, limits: Limits) -> Server {
        Server::listen("127.0.0.1:0", router, Guard::new().limits(limits.clone()), limits).await
    }

    pub async fn listen(place: &str, router: Router, options: Guard, limits: Limits) -> Server {
        let place: Listen = place.parse().expect("a place");
        let listeners = Listeners::bind(&[place], &options).await.expect("it can be listened at");
        let port = listeners.addresses().first().map_or(0, SocketAddr::port);
        let app = guard(router, &options);
        let (end, ended) = oneshot::channel();
        let task =
            tokio::spawn(async move { serve(listeners, app, &limits, async { drop(ended.await) }).await });
        Server { port, folder: None, end: Some(end), task }
    }

    /// Begins to end it.
    pub fn end(&mut self) {
        drop(self.end.take());
    }

    /// Waits for its end.
    pub async fn ended(mut self) {
        self.end();
        bounded(&mut self.task).await.expect("no panic").expect("no error");
    }

    pub async fn connect(&self) -> Box<dyn Wire> {
        match &self.folder {
            Some(folder) => {
                Box::new(UnixStream::connect(folder.path().join("s")).await.expect("the server listens"))
            }
            None => Box::new(TcpStream::connect(("127.0.0.1", self.port)).await.expect("the server listens")),
        }
    }

    /// Sends a request with `Host`, further header lines and a body, and reads the answer to the end of the connection.
    pub async fn ask(&self, line: &str, headers: &str, body: &str) -> Answer {
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let length =
            if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        self.raw(&format!("{line} HTTP/1.1\r\n{host}Connection: close\r\n{length}{headers}\r\n{body}")).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "", "").await
    }

    pub async fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect().await;
        exchange(&mut stream, request).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Sends bytes and reads until the connection ends.
pub async fn exchange(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), request: &str) -> Answer {
    // A server that refuses a request early need not read the rest.
    let _ = stream.write_all(request.as_bytes()).await;
    Answer::new(read_all(stream).await)
}

pub async fn read_all(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    // A connection that was reset has ended too.
    while let Ok(n @ 1..) = bounded(stream.read(&mut part)).await {
        bytes.extend_from_slice(&part[..n]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads until some text has come.
pub async fn read_until(stream: &mut (impl AsyncRead + Unpin), text: &str) -> String {
    let mut read = String::new();
    while !read.contains(text) {
        let mut part = [0; 4096];
        let n = bounded(stream.read(&mut part)).await.expect("the connection is whole");
        assert!(n > 0, "the connection ended before `{text}`: {read}");
        read.push_str(&String::from_utf8_lossy(&part[..n]));
    }
    read
}

/// What would otherwise hang a test that fails. In paused time an hour is over as soon as nothing else can happen.
pub async fn bounded<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(3600), future).await.expect("it happens within an hour")
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn new(text: String) -> Answer {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Checks that it is a problem, and gives its code.
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("the body is JSON");
        assert_eq!(body["status"], self.status);
        for member in ["type", "title", "detail"] {
            assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "no `{member}` in {body}");
        }
        body["code"].as_str().expect("a code").to_owned()
    }

    pub fn is_problem(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{self:?}");
    }
}
