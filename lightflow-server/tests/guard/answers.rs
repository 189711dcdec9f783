//! What every answer has.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::routing::{get, post};
use axum::{Json, Router};
use lightflow_server::guard::{Asked, Guard};
use lightflow_server::limits::Limits;
use tokio::io::AsyncWriteExt;

use crate::common::{Answer, Server, bounded, read_all, read_until};
use crate::{counting, token};

#[tokio::test]
async fn every_answer_has_the_headers() {
    let own = async || ([(CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")], "artifact");
    let failing = async || (StatusCode::INTERNAL_SERVER_ERROR, "the key is 1234");
    let router = counting()
        .0
        .route("/artifact", get(own))
        .route("/failing", get(failing))
        .route("/get", get(async || ""));
    let server = Server::start(router, Guard::new().limits(Limits { body: 10, ..Limits::default() })).await;
    let long = "x".repeat(11);
    let answers = [
        (200, server.get("/").await),
        (404, server.get("/nothing").await),
        (405, server.ask("POST /get", "", "x").await),
        (403, server.ask("POST /", "Origin: https://evil.example\r\n", "x").await),
        (413, server.ask("POST /", "", &long).await),
        (500, server.get("/failing").await),
        (200, server.get("/artifact").await),
    ];
    for (status, answer) in &answers {
        assert_eq!(answer.status, *status);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name} of {status}");
        }
    }
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
                  font-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let (artifact, others) = answers.split_last().expect("answers");
    for (status, answer) in others {
        assert_eq!(answer.header("content-security-policy"), Some(policy), "{status}");
    }
    assert_eq!(artifact.1.header("content-security-policy"), Some("sandbox; default-src 'none'"));
    assert_eq!(artifact.1.head.to_lowercase().matches("content-security-policy").count(), 1);
}

#[tokio::test]
async fn errors_are_problems_whoever_made_them() {
    let json = async |Json(number): Json<u32>| number.to_string();
    let failing = async || (StatusCode::INTERNAL_SERVER_ERROR, "the key is 1234");
    let own = async || (StatusCode::NOT_FOUND, Json(serde_json::json!({ "own": true })));
    let router = Router::new().route("/", post(json)).route("/failing", get(failing)).route("/own", get(own));
    let server = Server::start(router, Guard::new()).await;
    server.get("/nothing").await.is_problem(404, "not_found");
    let method = server.get("/").await;
    method.is_problem(405, "method_not_allowed");
    assert_eq!(method.header("allow"), Some("POST"));
    let wrong = server.ask("POST /", "Content-Type: application/json\r\n", "\"x\"").await;
    wrong.is_problem(422, "bad_request");
    assert!(wrong.body.contains("u32"), "{}", wrong.body);
    let failed = server.get("/failing").await;
    failed.is_problem(500, "internal");
    assert!(!failed.body.contains("1234"), "{}", failed.body);
    assert_eq!(server.get("/own").await.body, "{\"own\":true}");
}

#[tokio::test]
async fn a_handler_that_panics_is_a_500_and_the_server_goes_on() {
    let panics = async |_: Request| -> Body { panic!("the key is 1234") };
    let server = Server::start(counting().0.route("/panics", get(panics)), Guard::new()).await;
    let mut stream = server.connect().await;
    let request = |path| format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n", server.port);
    stream.write_all(format!("{}\r\n", request("/panics")).as_bytes()).await.expect("it takes the request");
    let answer = Answer::new(read_until(&mut stream, "}").await);
    answer.is_problem(500, "internal");
    assert!(!answer.body.contains("1234"), "{}", answer.body);
    stream
        .write_all(format!("{}Connection: close\r\n\r\n", request("/")).as_bytes())
        .await
        .expect("it goes on");
    assert!(bounded(read_all(&mut stream)).await.ends_with("ok"));
}

#[tokio::test]
async fn without_a_known_connection_a_request_counts_as_from_outside() {
    use tower::ServiceExt;

    let ask = async |options: &Guard| {
        let app = lightflow_server::guard::guard(counting().0, options);
        let request =
            Request::get("/").header("Host", "127.0.0.1:7700").body(Body::empty()).expect("a request");
        app.oneshot(request).await.expect("an answer").status()
    };
    let address = "127.0.0.1:7700".parse().expect("an address");
    assert_eq!(ask(&Guard::new()).await, 403);
    assert_eq!(ask(&Guard::new().address(address)).await, 200);
    assert_eq!(ask(&Guard::new().address(address).token(token()).asked(Asked::Exposed)).await, 401);
}
