//! Sockets that a service manager hands over, and what it is told.
//!
//! These tests start processes, so they have a binary of their own: a process that starts holds every open socket for a moment, and paused time does not wait for it.

mod common;

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use common::exchange;
use lightflow_server::guard::{Guard, guard};
use lightflow_server::limits::Limits;
use lightflow_server::listen::{Listen, Listeners, serve, terminated};
use tokio::net::{TcpStream, UnixStream};

/// A child that does not outlive a test that fails.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

/// Not a test: what the test below starts, with sockets handed over.
#[tokio::test]
async fn child_of_systemd() {
    let Some(expected) = std::env::var_os("LIGHTFLOW_TEST_ACTIVATED") else { return };
    let listeners = match Listeners::bind(&[Listen::Systemd], &Guard::new()).await {
        Ok(listeners) => listeners,
        Err(error) => return fs::write(expected, error.to_string()).expect("the test reads it"),
    };
    let app = guard(Router::new().route("/", get(async || "hello")), &Guard::new());
    let ended = terminated().expect("signals can be waited for");
    let shutdown = async {
        // Where the sockets should have been refused, nobody ends it.
        if std::env::var_os("LIGHTFLOW_TEST_REFUSED").is_none() {
            ended.await;
        }
    };
    serve(listeners, app, &Limits::default(), shutdown).await.expect("it ends");
}

/// Starts this test binary as a service manager would, with its standard input and output as descriptors 3 and 4.
fn activated(first: OwnedFd, second: OwnedFd, folder: &Path, pid: &str) -> Command {
    let mut command = Command::new("sh");
    let script = format!("export LISTEN_PID={pid}; exec \"$0\" \"$@\" 3<&0 4<&1 </dev/null >/dev/null");
    command.args(["-c", &script]);
    command.arg(std::env::current_exe().expect("this binary")).args([
        "child_of_systemd",
        "--exact",
        "--nocapture",
    ]);
    command.env("LISTEN_FDS", "2").env("LIGHTFLOW_TEST_ACTIVATED", folder.join("error"));
    command.env("NOTIFY_SOCKET", folder.join("notify"));
    command.stdin(Stdio::from(first)).stdout(Stdio::from(second));
    command
}

#[tokio::test]
async fn sockets_of_systemd_are_served_and_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let manager = UnixDatagram::bind(folder.path().join("notify")).expect("a socket");
    manager.set_read_timeout(Some(Duration::from_secs(60))).expect("a bound for a test that fails");
    let told = move |manager: &UnixDatagram| {
        let mut message = [0; 100];
        let n = manager.recv(&mut message).expect("the manager is told");
        String::from_utf8_lossy(&message[..n]).into_owned()
    };
    let tcp = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = tcp.local_addr().expect("an address");
    let path = folder.path().join("handed.sock");
    let unix = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
    let mut child =
        Ended(activated(tcp.into(), unix.into(), folder.path(), "$$").spawn().expect("it starts"));
    assert_eq!(told(&manager), "READY=1");

    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    assert_eq!(exchange(&mut stream, &get("/")).await.body, "hello");
    let mut stream = UnixStream::connect(&path).await.expect("it listens");
    assert_eq!(exchange(&mut stream, "GET / HTTP/1.0\r\n\r\n").await.body, "hello");
    let killed = Command::new("kill").arg(child.0.id().to_string()).status().expect("it runs");
    assert!(killed.success());
    assert_eq!(told(&manager), "STOPPING=1");
    assert!(child.0.wait().expect("it ends").success());
    // The socket is systemd's, who starts the service again with it.
    assert!(path.exists());
}

#[tokio::test]
async fn sockets_for_another_process_are_not_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = || std::net::TcpListener::bind("127.0.0.1:0").expect("a port").into();
    let status = activated(one(), one(), folder.path(), "1")
        .env("LIGHTFLOW_TEST_REFUSED", "1")
        .status()
        .expect("it runs");
    assert!(status.success());
    let error = fs::read_to_string(folder.path().join("error")).expect("it said why");
    assert!(error.contains("systemd handed no sockets over"), "{error}");
}

#[tokio::test]
async fn an_exposed_socket_of_systemd_needs_a_token_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = || std::net::TcpListener::bind("0.0.0.0:0").expect("a port").into();
    let status = activated(one(), one(), folder.path(), "$$")
        .env("LIGHTFLOW_TEST_REFUSED", "1")
        .status()
        .expect("it runs");
    assert!(status.success());
    let error = fs::read_to_string(folder.path().join("error")).expect("it said why");
    assert!(error.contains("--token-file"), "{error}");
}
