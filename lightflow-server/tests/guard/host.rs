//! For whom a request is.

use std::sync::atomic::Ordering;

use lightflow_server::guard::Guard;

use crate::common::Server;
use crate::counting;

#[tokio::test]
async fn another_name_bound_to_the_address_is_refused() {
    let (router, reached) = counting();
    let server = Server::start(router, Guard::new()).await;
    let port = server.port;
    for host in [
        format!("evil.example:{port}"),
        "evil.example".to_owned(),
        "127.0.0.1".to_owned(),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1:{}", port ^ 1),
        format!("0.0.0.0:{port}"),
    ] {
        let answer =
            server.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
        answer.is_problem(403, "forbidden");
    }
    assert_eq!(reached.load(Ordering::Relaxed), 0);
    for host in ["127.0.0.1", "localhost", "[::1]", "LocalHost"] {
        let answer =
            server.raw(&format!("GET / HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n")).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "ok"), "{host}");
    }
}

#[tokio::test]
async fn the_operator_adds_names() {
    let name = "studio.lan".parse().expect("a name");
    let server = Server::start(counting().0, Guard::new().host(name)).await;
    for (host, status) in [("studio.lan", 200), ("studio.lan:8443", 200), ("a.studio.lan", 403)] {
        let answer =
            server.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
        assert_eq!(answer.status, status, "{host}");
    }
}

#[tokio::test]
async fn a_request_says_one_host() {
    let (router, reached) = counting();
    let server = Server::start(router, Guard::new()).await;
    let port = server.port;
    for request in [
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        format!(
            "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        ),
        format!("GET / HTTP/1.1\r\nHost: evil@localhost:{port}\r\nConnection: close\r\n\r\n"),
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"),
    ] {
        server.raw(&request).await.is_problem(400, "bad_request");
    }
    assert_eq!(reached.load(Ordering::Relaxed), 0);
    let answer = server.raw(&format!("GET / HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n")).await;
    assert_eq!(answer.status, 200);
}
