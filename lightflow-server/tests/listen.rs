//! Where the server listens, whom it waits for, and how it ends.

mod common;

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::response::sse::{Event, Sse};
use axum::routing::get;
use axum::{Extension, Router};
use bytes::Bytes;
use common::{Answer, Server, TOKEN, Wire, bounded, exchange, read_all, read_until};
use futures_util::{StreamExt, stream};
use lightflow_server::guard::{Guard, Token};
use lightflow_server::limits::Limits;
use lightflow_server::listen::{Closing, Listen, ListenError, Listeners};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::mpsc;

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

fn request(path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {{host}}\r\n{more}\r\n")
}

async fn send(server: &Server, path: &str, more: &str) -> Box<dyn Wire> {
    let mut stream = server.connect().await;
    let request = request(path, more).replace("{host}", &format!("127.0.0.1:{}", server.port));
    stream.write_all(request.as_bytes()).await.expect("it takes the request");
    stream
}

async fn bind(place: &str, options: &Guard) -> Result<Listeners, ListenError> {
    Listeners::bind(&[place.parse()?], options).await
}

// Places

#[test]
fn a_place_is_said_as_an_address_a_path_or_systemd() {
    for (text, listen) in [
        ("127.0.0.1:7700", Listen::Tcp("127.0.0.1:7700".parse().expect("an address"))),
        ("localhost:7700", Listen::Tcp("127.0.0.1:7700".parse().expect("an address"))),
        ("[::]:80", Listen::Tcp("[::]:80".parse().expect("an address"))),
        ("unix:a.sock", Listen::Unix("a.sock".into())),
        ("systemd", Listen::Systemd),
    ] {
        assert_eq!(text.parse::<Listen>().expect(text), listen);
    }
    for text in ["", "7700", "unix:", "localhost", "studio.lan:80", "127.0.0.1:70000", "unix:a\0b"] {
        let error = text.parse::<Listen>().expect_err(text).to_string();
        assert!(error.contains("write `127.0.0.1:7700`"), "{error}");
    }
}

#[tokio::test]
async fn other_machines_reach_no_server_without_a_token() {
    for place in ["0.0.0.0:0", "[::]:0"] {
        let error = bind(place, &Guard::new()).await.expect_err("no token").to_string();
        assert!(error.contains("--token-file"), "{error}");
    }
    let token = Guard::new().token(Token::new(TOKEN).expect("a token"));
    bind("0.0.0.0:0", &token).await.expect("there is a token");
    bind("127.0.0.1:0", &Guard::new()).await.expect("nobody else reaches it");
}

#[tokio::test]
async fn an_address_that_is_taken_is_said() {
    let taken = bind("127.0.0.1:0", &Guard::new()).await.expect("a free port");
    let place = taken.addresses()[0].to_string();
    let error = bind(&place, &Guard::new()).await.expect_err("it is taken").to_string();
    assert!(error.starts_with(&format!("`{place}` cannot be listened at: ")), "{error}");
}

// Unix sockets

async fn unix(path: &Path) -> Result<Listeners, ListenError> {
    Listeners::bind(&[Listen::Unix(path.to_owned())], &Guard::new()).await
}

/// What is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_unix_socket_is_for_one_user_and_goes_with_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("studio.sock");
    let server =
        Server::listen(&format!("unix:{}", path.display()), hello(), Guard::new(), Limits::default()).await;
    let metadata = fs::symlink_metadata(&path).expect("it is there");
    assert!(metadata.file_type().is_socket());
    assert_eq!(metadata.permissions().mode() & 0o7777, 0o600);
    assert_eq!(names(folder.path()), ["studio.sock"]);
    // Neither a host nor an address is needed.
    for request in ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: any\r\nConnection: close\r\n\r\n"] {
        let mut stream = UnixStream::connect(&path).await.expect("it listens");
        let answer = exchange(&mut stream, request).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "hello"));
    }
    server.ended().await;
    assert!(names(folder.path()).is_empty());
}

#[tokio::test]
async fn a_stale_socket_is_replaced_and_a_live_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("studio.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket that nobody listens to any more"));
    let live = unix(&path).await.expect("it was stale");
    let error = unix(&path).await.expect_err("it is live");
    assert!(matches!(error, ListenError::Live(_)), "{error}");
    UnixStream::connect(&path).await.expect("the first still listens");
    assert_eq!(names(folder.path()), ["studio.sock"]);
    drop(live);
}

#[tokio::test]
async fn what_is_no_socket_is_never_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, link) = (folder.path().join("notes.txt"), folder.path().join("link"));
    fs::write(&file, "notes").expect("a file");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    for path in [&file, &link, &folder.path().to_owned()] {
        let error = unix(path).await.expect_err("it is no socket");
        assert!(matches!(error, ListenError::NoSocket(_)), "{error}");
    }
    assert_eq!(fs::read_to_string(&link).expect("it is there"), "notes");
    let error = unix(&folder.path().join("none/a.sock")).await.expect_err("there is no folder").to_string();
    assert!(error.contains("none/a.sock"), "{error}");
}

#[tokio::test]
async fn a_server_removes_no_socket_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("studio.sock");
    let first = unix(&path).await.expect("it is free");
    fs::remove_file(&path).expect("somebody removes it");
    let second = unix(&path).await.expect("it is free again");
    drop(first);
    UnixStream::connect(&path).await.expect("the second still listens");
    drop(second);
    assert!(names(folder.path()).is_empty());
}

// Clients that take their time

#[tokio::test(start_paused = true)]
async fn slow_headers_end_the_connection() {
    let server = Server::paused(hello(), Guard::new(), Limits::default()).await;
    for start in ["", "GET / HTTP/1.1\r\nHost: 127"] {
        let mut stream = server.connect().await;
        stream.write_all(start.as_bytes()).await.expect("it takes the start");
        // A byte now and then does not help.
        let (mut read, mut write) = tokio::io::split(stream);
        let drip = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(3)).await;
                if write.write_all(b"x").await.is_err() {
                    return;
                }
            }
        });
        assert_eq!(read_all(&mut read).await, "");
        drip.abort();
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_ends() {
    let server = Server::paused(hello(), Guard::new(), Limits::default()).await;
    let mut stream = send(&server, "/", "").await;
    read_until(&mut stream, "hello").await;
    assert_eq!(read_all(&mut stream).await, "");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_given_up() {
    struct Told(mpsc::UnboundedSender<()>);
    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }
    let (dropped, mut gone) = mpsc::unbounded_channel();
    let endless = async move || {
        let told = Told(dropped.clone());
        let part = Bytes::from_static(&[0; 65536]);
        let parts = stream::repeat_with(move || {
            let _ = &told;
            Ok::<_, std::io::Error>(part.clone())
        });
        Body::from_stream(parts)
    };
    let server =
        Server::paused(Router::new().route("/", get(endless)), Guard::new(), Limits::default()).await;
    let _stream = send(&server, "/", "").await;
    bounded(gone.recv()).await.expect("the answer is dropped");
}

// Number of connections

async fn idle(mut socket: WebSocket, closing: Closing) {
    tokio::select! {
        _ = socket.recv() => {}
        () = closing.begun() => drop(socket.send("the server ends".into()).await),
    }
}

async fn ws(upgrade: WebSocketUpgrade, Extension(closing): Extension<Closing>) -> Response {
    upgrade.on_upgrade(async move |socket| idle(socket, closing).await)
}

const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

#[tokio::test]
async fn connections_are_counted_and_websockets_among_them() {
    let limits = Limits { connections: 2, ..Limits::default() };
    let server = Server::limited(hello().route("/ws", get(ws)), limits).await;
    let mut socket = send(&server, "/ws", UPGRADE).await;
    read_until(&mut socket, "101 Switching").await;
    let mut kept = send(&server, "/", "").await;
    read_until(&mut kept, "hello").await;
    let full = server.get("/").await;
    full.is_problem(503, "busy");
    assert_eq!(full.header("retry-after"), Some("5"));
    assert_eq!(full.header("x-content-type-options"), Some("nosniff"));
    for stream in [socket, kept] {
        drop(stream);
        // The server sees the end of a connection some time after it.
        let mut answer = server.get("/").await;
        while answer.status == 503 {
            answer = server.get("/").await;
        }
        assert_eq!(answer.body, "hello");
    }
}

// The end

#[tokio::test]
async fn a_server_that_ends_answers_what_is_in_flight_and_takes_no_more() {
    let (begun, mut begins) = mpsc::unbounded_channel();
    let (finish, finished) = tokio::sync::watch::channel(false);
    let slow = async move || {
        begun.send(()).expect("the test waits");
        let _ = finished.clone().wait_for(|finished| *finished).await;
        "done"
    };
    let mut server = Server::limited(hello().route("/slow", get(slow)), Limits::default()).await;
    let mut idle = send(&server, "/", "").await;
    read_until(&mut idle, "hello").await;
    let mut fresh = server.connect().await;
    let mut stream = send(&server, "/slow", "").await;
    bounded(begins.recv()).await.expect("it begins");
    server.end();
    // Connections without a request end, and with them is known that the end has begun.
    assert_eq!(read_all(&mut idle).await, "");
    assert_eq!(read_all(&mut fresh).await, "");
    TcpStream::connect(("127.0.0.1", server.port)).await.expect_err("nobody listens any more");
    finish.send_replace(true);
    let answer = Answer::new(read_all(&mut stream).await);
    assert_eq!((answer.status, answer.body.as_str()), (200, "done"));
    server.ended().await;
}

#[tokio::test(start_paused = true)]
async fn a_request_in_flight_has_its_time() {
    let slow = async || {
        tokio::time::sleep(Duration::from_secs(8)).await;
        "done"
    };
    let mut server =
        Server::paused(Router::new().route("/", get(slow)), Guard::new(), Limits::default()).await;
    let mut stream = send(&server, "/", "").await;
    // Half of it is over, so it has begun.
    tokio::time::sleep(Duration::from_secs(4)).await;
    server.end();
    let answer = Answer::new(read_all(&mut stream).await);
    assert_eq!((answer.status, answer.body.as_str()), (200, "done"));
    server.ended().await;
}

#[tokio::test(start_paused = true)]
async fn streams_end_with_the_server() {
    let events = async || {
        let first = stream::iter([Ok::<_, std::convert::Infallible>(Event::default().data("first"))]);
        Sse::new(first.chain(stream::pending()))
    };
    // In paused time, a stream that has to be cut would be cut after an hour, which is when the test gives up.
    let limits = Limits { drain_time: Duration::from_secs(7200), ..Limits::default() };
    let router = Router::new().route("/events", get(events)).route("/ws", get(ws));
    let mut server = Server::paused(router, Guard::new(), limits).await;
    let mut events = send(&server, "/events", "").await;
    read_until(&mut events, "data: first").await;
    let mut socket = send(&server, "/ws", UPGRADE).await;
    read_until(&mut socket, "101 Switching").await;
    server.end();
    // The last chunk is there: it ended, it was not cut.
    assert!(read_all(&mut events).await.ends_with("0\r\n\r\n"));
    assert!(read_all(&mut socket).await.contains("the server ends"));
    server.ended().await;
}

#[tokio::test(start_paused = true)]
async fn what_does_not_end_is_cut() {
    let never = async |_kept: Body| std::future::pending::<&str>().await;
    let deaf = async |upgrade: WebSocketUpgrade| {
        upgrade.on_upgrade(async |mut socket: WebSocket| while let Some(Ok(_)) = socket.recv().await {})
    };
    let router = Router::new().route("/never", get(never)).route("/deaf", get(deaf));
    let options = Guard::new().upload("/never", 1 << 30);
    let mut server = Server::paused(router, options, Limits::default()).await;
    let mut socket = send(&server, "/deaf", UPGRADE).await;
    read_until(&mut socket, "101 Switching").await;
    let mut stream = send(&server, "/never", "").await;
    // Nobody reads from a connection whose handler does not want the body.
    let mut unread = send(&server, "/never", "Content-Length: 100000000\r\n").await;
    unread.write_all(&[b'x'; 1000]).await.expect("it takes the start");
    server.end();
    assert_eq!(read_all(&mut stream).await, "");
    assert_eq!(read_all(&mut unread).await, "");
    assert_eq!(read_all(&mut socket).await, "");
    server.ended().await;
}
