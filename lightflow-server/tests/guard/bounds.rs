//! How much, and how long.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use futures_util::StreamExt;
use lightflow_server::guard::Guard;
use lightflow_server::limits::Limits;

use crate::common::Server;
use crate::counting;

fn echo() -> Router {
    let length = async |body: Bytes| body.len().to_string();
    // It takes what it gets, and is content with a part.
    let careless = async |body: Body| {
        let mut parts = body.into_data_stream();
        let mut length = 0;
        while let Some(Ok(part)) = parts.next().await {
            length += part.len();
        }
        length.to_string()
    };
    Router::new().route("/", post(length)).route("/careless", post(careless)).route("/up/{id}", post(length))
}

#[tokio::test]
async fn a_body_is_bounded_whether_or_not_it_says_its_length() {
    let limits = Limits { body: 1000, ..Limits::default() };
    let options = Guard::new().limits(limits.clone()).upload("/up/{id}", 4_000_000);
    let server = Server::listen("127.0.0.1:0", echo(), options, limits).await;
    for path in ["/", "/careless"] {
        for (length, status) in [(1000, 200), (1001, 413)] {
            let body = "x".repeat(length);
            let told = server.ask(&format!("POST {path}"), "", &body).await;
            assert_eq!(told.status, status, "{path} {length}");
            // Two chunks, each of which alone would be short enough.
            let (left, right) = body.split_at(500);
            let chunks = format!("{:x}\r\n{left}\r\n{:x}\r\n{right}\r\n0\r\n\r\n", left.len(), right.len());
            let request = format!(
                "POST {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}",
                server.port
            );
            let chunked = server.raw(&request).await;
            assert_eq!(chunked.status, status, "{path} {length} in chunks");
            if status == 413 {
                told.is_problem(413, "too_large");
                chunked.is_problem(413, "too_large");
            }
        }
    }
    let upload = server.ask("POST /up/7", "", &"x".repeat(3_000_000)).await;
    assert_eq!((upload.status, upload.body.as_str()), (200, "3000000"));
    server.ask("POST /up/7", "", &"x".repeat(4_000_001)).await.is_problem(413, "too_large");
}

#[tokio::test]
async fn headers_are_bounded() {
    let server = Server::start(counting().0, Guard::new()).await;
    let many = |n: usize| (0..n).map(|n| format!("X-{n}: 1\r\n")).collect::<String>();
    assert_eq!(server.ask("GET /", &many(62), "").await.status, 200);
    server.ask("GET /", &many(63), "").await.is_problem(431, "too_large");
    assert_eq!(server.ask("GET /", &many(200), "").await.status, 431);
    let large = |bytes: usize| format!("X: {}\r\n", "x".repeat(bytes));
    assert_eq!(server.ask("GET /", &large(16_000), "").await.status, 200);
    server.ask("GET /", &large(17_000), "").await.is_problem(431, "too_large");
    server.ask(&format!("GET /?{}", "x".repeat(17_000)), "", "").await.is_problem(431, "too_large");
    // It is not read to its end, so nothing but the status can be said.
    let answer = server.ask("GET /", &large(200_000), "").await;
    assert_eq!((answer.status, answer.body.as_str()), (431, ""));
}

#[tokio::test(start_paused = true)]
async fn an_answer_begins_in_time_and_then_may_go_on() {
    let never = async || std::future::pending::<()>().await;
    let late = async || tokio::time::sleep(Duration::from_secs(100)).await;
    let stream = async || {
        let parts = futures_util::stream::unfold(0, async |n| {
            tokio::time::sleep(Duration::from_secs(20)).await;
            (n < 5).then_some((Ok::<_, std::io::Error>(format!("{n} ")), n + 1))
        });
        Body::from_stream(parts)
    };
    let router =
        Router::new().route("/never", get(never)).route("/late", get(late)).route("/stream", get(stream));
    let server = Server::paused(router, Guard::new().patient("/late"), Limits::default()).await;
    server.get("/never").await.is_problem(503, "timed_out");
    assert_eq!(server.get("/late").await.status, 200);
    assert!(server.get("/stream").await.body.contains("4 "));
}

#[tokio::test(start_paused = true)]
async fn a_sender_does_not_stay_away_in_the_middle_of_a_body() {
    let options = Guard::new().upload("/up/{id}", 4_000_000);
    let server = Server::paused(echo(), options, Limits::default()).await;
    for path in ["/", "/careless", "/up/7"] {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 100\r\n\r\nxxx",
            server.port
        );
        server.raw(&request).await.is_problem(408, "timed_out");
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_late_is_said() {
    let never = async |_: Body| std::future::pending::<()>().await;
    let limits = Limits { stall_time: Duration::from_secs(60), ..Limits::default() };
    let server = Server::paused(echo().route("/never", post(never)), Guard::new(), limits).await;
    let request = |path: &str, body: &str| {
        format!("POST {path} HTTP/1.1\r\nHost: any\r\nConnection: close\r\nContent-Length: 3\r\n\r\n{body}")
    };
    server.raw(&request("/", "xx")).await.is_problem(408, "timed_out");
    server.raw(&request("/never", "xxx")).await.is_problem(503, "timed_out");
}
