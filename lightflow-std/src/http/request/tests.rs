use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect};
use axum::routing::{any, get};
use futures_util::StreamExt as _;
use futures_util::stream::repeat_with;
use serde_json::json;

use super::*;
use crate::http::server::serve;

/// A call of `request` whose other ports have their defaults, with one further try.
async fn ask(
    url: &str,
    method: &str,
    json: Option<Value>,
    token: Option<&str>,
) -> Result<Response, HttpError> {
    let headers = vec![("x-mine".to_owned(), "mine".to_owned())];
    let token = token.map(|token| Secret::new(token.to_owned()));
    let header = "authorization".to_owned();
    request(url, method.into(), headers, json, None, token, header, 60, 1, 1000, true, &Ctx::test()).await
}

fn text(response: &Response) -> &str {
    std::str::from_utf8(&response.body).unwrap()
}

/// Says what it was asked.
async fn echo(method: Method, headers: HeaderMap, body: String) -> String {
    let value = |name: &str| headers.get(name).map_or("-", |value| value.to_str().unwrap());
    format!("{method} {} {} {body}", value("authorization"), value("x-mine"))
}

#[tokio::test]
async fn an_answer_has_status_headers_and_body() {
    let answer =
        || async { (StatusCode::CREATED, AppendHeaders([("X-Kind", "a"), ("X-Kind", "b")]), "made") };
    let address = serve(Router::new().route("/", get(answer))).await;
    let response = ask(&format!("http://{address}/"), "get", None, None).await.unwrap();
    assert_eq!((response.status, text(&response)), (201, "made"));
    let kinds: Vec<_> =
        response.headers.iter().filter(|(name, _)| name == "x-kind").map(|(_, kind)| kind).collect();
    assert_eq!(kinds, ["a", "b"]);
}

#[tokio::test]
async fn a_token_bears_and_a_body_of_json_is_sent() {
    let address = serve(Router::new().route("/", any(echo))).await;
    let response =
        ask(&format!("http://{address}/"), "PUT", Some(json!({ "a": 1 })), Some("hunter2")).await.unwrap();
    assert_eq!(text(&response), "PUT Bearer hunter2 mine {\"a\":1}");
}

#[tokio::test]
async fn secrets_and_headers_do_not_follow_to_another_server() {
    let other = serve(Router::new().route("/", any(echo))).await;
    let away = any(move || async move { Redirect::temporary(&format!("http://{other}/")) });
    let home = any(|| async { Redirect::temporary("/echo") });
    let router = Router::new().route("/away", away).route("/home", home).route("/echo", any(echo));
    let address = serve(router).await;
    let response = ask(&format!("http://{address}/home"), "GET", None, Some("hunter2")).await.unwrap();
    assert_eq!(text(&response), "GET Bearer hunter2 mine ");
    let response = ask(&format!("http://{address}/away"), "GET", None, Some("hunter2")).await.unwrap();
    assert_eq!(text(&response), "GET - - ");
}

#[tokio::test]
async fn a_form_that_was_sent_is_answered_by_a_page() {
    let router = Router::new()
        .route("/see", any(|| async { Redirect::to("/echo") }))
        .route("/same", any(|| async { Redirect::permanent("/echo") }))
        .route("/echo", any(echo));
    let address = serve(router).await;
    let response = ask(&format!("http://{address}/see"), "POST", Some(json!(1)), None).await.unwrap();
    assert_eq!(text(&response), "GET - mine ");
    let response = ask(&format!("http://{address}/same"), "POST", Some(json!(1)), None).await.unwrap();
    assert_eq!(text(&response), "POST - mine 1");
}

#[tokio::test]
async fn redirects_are_bounded_and_stay_with_http() {
    let router = Router::new()
        .route("/circle", any(|| async { Redirect::temporary("/circle") }))
        .route("/file", any(|| async { Redirect::temporary("file:///etc/passwd") }));
    let address = serve(router).await;
    let error = ask(&format!("http://{address}/circle"), "GET", None, None).await.unwrap_err();
    assert!(matches!(error, HttpError::Redirects { .. }), "{error}");
    let error = ask(&format!("http://{address}/file"), "GET", None, None).await.unwrap_err();
    assert!(error.to_string().contains("only http and https"), "{error}");
}

/// A server that answers `status` once, then 200; and how often it was asked.
async fn once(status: StatusCode, after: &'static str) -> (String, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counted = count.clone();
    let answer = move || {
        let first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            match first {
                true => (status, AppendHeaders([("retry-after", after)]), "busy").into_response(),
                false => "done".into_response(),
            }
        }
    };
    (format!("http://{}/", serve(Router::new().route("/", any(answer))).await), count)
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for (status, method) in [(429, "GET"), (503, "POST"), (502, "GET"), (500, "PUT")] {
        let (url, count) = once(StatusCode::from_u16(status).unwrap(), "0").await;
        assert_eq!(text(&ask(&url, method, None, None).await.unwrap()), "done", "{status} {method}");
        assert_eq!(count.load(Ordering::Relaxed), 2);
    }
}

#[tokio::test]
async fn what_will_not_pass_or_may_have_been_done_is_not() {
    for (status, method, after) in
        [(404, "GET", "0"), (500, "POST", "0"), (502, "PATCH", "0"), (503, "GET", "86400")]
    {
        let (url, count) = once(StatusCode::from_u16(status).unwrap(), after).await;
        let error = ask(&url, method, None, None).await.unwrap_err().to_string();
        assert!(
            error.contains(&format!("answered {status}")) && error.contains("and said `busy`"),
            "{error}"
        );
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn a_body_is_bounded() {
    let told = get(|| async { vec![0; 1001] });
    let untold = get(|| async {
        let pieces = repeat_with(|| Ok::<_, Infallible>(vec![0; 500])).take(3);
        Body::from_stream(pieces)
    });
    let address = serve(Router::new().route("/told", told).route("/untold", untold)).await;
    for path in ["told", "untold"] {
        let error = ask(&format!("http://{address}/{path}"), "GET", None, None).await.unwrap_err();
        assert!(matches!(error, HttpError::TooLarge { limit: 1000, .. }), "{error}");
    }
}

#[tokio::test]
async fn no_message_has_the_secret_or_the_query() {
    let repeat = |headers: HeaderMap| async move {
        (StatusCode::FORBIDDEN, format!("unknown: {}", headers["authorization"].to_str().unwrap()))
    };
    let address = serve(Router::new().route("/", get(repeat))).await;
    let error =
        ask(&format!("http://{address}/?key=letmein"), "GET", None, Some("hunter2")).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("unknown: Bearer (secret)"), "{shown}");
    assert!(!shown.contains("hunter2") && !shown.contains("letmein"), "{shown}");
}

#[tokio::test]
async fn a_server_that_is_not_there_or_silent_is_an_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("http://{address}/");
    let ctx = Ctx::test();
    let header = || "authorization".to_owned();
    let silent = request(&url, "GET".into(), vec![], None, None, None, header(), 1, 0, 1, true, &ctx).await;
    assert!(matches!(silent, Err(HttpError::Timeout { seconds: 1, .. })));
    drop(listener);
    let gone = request(&url, "GET".into(), vec![], None, None, None, header(), 60, 0, 1, true, &ctx)
        .await
        .unwrap_err();
    assert!(gone.to_string().contains("does not answer: Connection refused"), "{gone}");
}

#[tokio::test]
async fn a_mistake_is_found_before_anything_is_sent() {
    let url = "http://127.0.0.1:1/";
    assert!(matches!(ask("ftp://host/", "GET", None, None).await, Err(HttpError::Url { .. })));
    assert!(matches!(ask(url, "CONNECT", None, None).await, Err(HttpError::Method { .. })));
    assert!(matches!(ask(url, "GET", None, Some("a\r\nX-Other: b")).await, Err(HttpError::Header { .. })));
}

#[tokio::test]
async fn a_post_that_is_lost_is_not_sent_again() {
    let seen = Arc::new(Mutex::new(0));
    let counted = seen.clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            // Each connection is closed after the request has begun.
            let (stream, _) = listener.accept().await.unwrap();
            stream.readable().await.unwrap();
            *counted.lock().unwrap() += 1;
        }
    });
    let error = ask(&format!("http://{address}/"), "POST", Some(json!(1)), None).await.unwrap_err();
    assert!(matches!(error, HttpError::Connection { .. }), "{error}");
    assert_eq!(*seen.lock().unwrap(), 1);
}
