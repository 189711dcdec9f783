//! Pages of other origins.

use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::routing::get;
use lightflow_server::guard::Guard;
use tokio::io::AsyncWriteExt;

use crate::common::{Answer, Server, read_until};
use crate::counting;

#[tokio::test]
async fn a_page_of_another_origin_changes_nothing() {
    let (router, reached) = counting();
    let server = Server::start(router, Guard::new()).await;
    let port = server.port;
    let neighbour = format!("Origin: http://127.0.0.1:{}\r\n", port ^ 1);
    for headers in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        &format!("Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site\r\n"),
        &format!("Origin: http://127.0.0.1:{port}\r\nOrigin: https://evil.example\r\n"),
        &neighbour,
    ] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let answer = server.ask(&format!("{method} /"), headers, "x=1").await;
            answer.is_problem(403, "forbidden");
        }
    }
    assert_eq!(reached.load(Ordering::Relaxed), 0);
    let own = format!("Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n");
    for headers in ["", &own] {
        assert_eq!(server.ask("POST /", headers, "x=1").await.status, 200, "{headers}");
    }
}

#[tokio::test]
async fn a_page_behind_a_proxy_is_own_by_the_name_of_the_operator() {
    let name = "studio.lan".parse().expect("a name");
    let server = Server::start(counting().0, Guard::new().host(name)).await;
    for (origin, status) in [("https://studio.lan", 200), ("https://studio.lan:9000", 403)] {
        assert_eq!(
            server.ask("POST /", &format!("Origin: {origin}\r\n"), "x").await.status,
            status,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn a_page_of_another_origin_opens_no_websocket() {
    let handler = async |upgrade: WebSocketUpgrade| upgrade.on_upgrade(async |_| ());
    let server = Server::start(Router::new().route("/ws", get(handler)), Guard::new()).await;
    let port = server.port;
    let open = async |headers: &str| {
        let mut stream = server.connect().await;
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("it takes the request");
        Answer::new(read_until(&mut stream, "\r\n\r\n").await)
    };
    for headers in ["Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"]
    {
        assert_eq!(open(headers).await.status, 403, "{headers}");
    }
    for headers in ["", &format!("Origin: http://localhost:{port}\r\n")] {
        let answer = open(headers).await;
        assert_eq!(answer.status, 101, "{headers}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn nothing_is_shared_with_other_origins() {
    let open = async || ([(ACCESS_CONTROL_ALLOW_ORIGIN, "*")], "secret");
    let server = Server::start(Router::new().route("/", get(open).options(open)), Guard::new()).await;
    let foreign = "Origin: https://evil.example\r\n";
    let answer = server.ask("GET /", foreign, "").await;
    assert_eq!(answer.status, 200);
    assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
    let preflight =
        server.ask("OPTIONS /", &format!("{foreign}Access-Control-Request-Method: PUT\r\n"), "").await;
    preflight.is_problem(403, "forbidden");
    assert!(!preflight.head.to_lowercase().contains("access-control"), "{}", preflight.head);
}
