//! What passes the guard, and what does not.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY};
use axum::response::IntoResponse;
use axum::routing::{any, get, post};
use axum::{Json, Router};
use common::{Answer, Server, TOKEN, bounded, read_all, read_until};
use futures_util::StreamExt;
use lightflow_server::guard::{Asked, Guard, Token};
use lightflow_server::limits::Limits;
use tokio::io::AsyncWriteExt;

/// A router that counts what reaches it.
fn counting() -> (Router, Arc<AtomicU32>) {
    let reached = Arc::new(AtomicU32::new(0));
    let count = reached.clone();
    let handler = move || {
        count.fetch_add(1, Ordering::Relaxed);
        std::future::ready("ok")
    };
    (Router::new().route("/", any(handler)), reached)
}

fn token() -> Token {
    Token::new(TOKEN).expect("a token")
}

async fn exposed(options: Guard) -> Server {
    Server::listen("0.0.0.0:0", counting().0, options, Limits::default()).await
}

// Host

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

// Origin

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

// Token

#[tokio::test]
async fn an_exposed_address_asks_for_the_token() {
    let (router, reached) = counting();
    let server = Server::listen("0.0.0.0:0", router, Guard::new().token(token()), Limits::default()).await;
    for headers in [
        "",
        "Authorization: Bearer correct-horse-battery-stapl\r\n",
        "Authorization: Bearer correct-horse-battery-staple2\r\n",
        "Authorization: Bearer\r\n",
        "Authorization: Basic Y29ycmVjdC1ob3JzZTo=\r\n",
        "Cookie: lightflow=correct-horse-battery-staple\r\n",
    ] {
        let answer = server.ask("GET /", headers, "").await;
        answer.is_problem(401, "unauthorized");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"lightflow\""));
        assert!(!answer.body.contains("horse"), "{}", answer.body);
    }
    assert_eq!(reached.load(Ordering::Relaxed), 0);
    for scheme in ["Bearer", "bearer"] {
        let answer = server.ask("GET /", &format!("Authorization: {scheme} {TOKEN}\r\n"), "").await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "ok"));
    }
}

#[tokio::test]
async fn a_token_is_asked_for_on_loopback_unless_the_operator_trusts_it() {
    for (asked, status) in [(Asked::All, 401), (Asked::Tcp, 401), (Asked::Exposed, 200)] {
        let server = Server::start(counting().0, Guard::new().token(token()).asked(asked)).await;
        assert_eq!(server.get("/").await.status, status, "{asked:?}");
    }
    // What comes over loopback to an exposed address may be a proxy's.
    let server = exposed(Guard::new().token(token()).asked(Asked::Exposed)).await;
    assert_eq!(server.get("/").await.status, 401);
}

#[tokio::test]
async fn a_browser_logs_in_and_has_a_cookie() {
    let server = exposed(Guard::new().token(token())).await;
    let page = server.ask("GET /", "Accept: text/html,*/*;q=0.8\r\n", "").await;
    assert_eq!(page.status, 401);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(
        page.header("content-security-policy")
            .is_some_and(|policy| policy.starts_with("default-src 'none'; "))
    );
    assert!(
        page.body.contains("<form method=\"post\">")
            && !page.body.contains("<script")
            && !page.body.contains("<style")
    );
    // `no-referrer` would make the form's origin `null`.
    assert!(page.body.contains("<meta name=\"referrer\" content=\"same-origin\">"));
    let elsewhere = server.ask("GET /api/docs", "Accept: text/html\r\n", "").await;
    assert!(elsewhere.body.contains("<form method=\"post\" action=\"/login\">"), "{}", elsewhere.body);
    assert_eq!(server.get("/login.css").await.header("content-type"), Some("text/css"));

    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let wrong = server.ask("POST /login", form, "token=wrong-horse-battery-staple").await;
    assert_eq!((wrong.status, wrong.header("set-cookie")), (401, None));
    assert!(wrong.body.contains("the token is wrong") && !wrong.body.contains("horse"), "{}", wrong.body);
    server.ask("POST /login", form, "key=correct-horse-battery-staple").await.is_problem(400, "bad_request");
    let foreign = server
        .ask("POST /login", &format!("{form}Origin: https://evil.example\r\n"), &format!("token={TOKEN}"))
        .await;
    foreign.is_problem(403, "forbidden");

    let right = server.ask("POST /login", form, &format!("token={TOKEN}")).await;
    assert_eq!((right.status, right.header("location")), (303, Some("/")));
    let cookie = right.header("set-cookie").expect("a cookie");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict") && !cookie.contains("horse"), "{cookie}");
    let pair = cookie.split(';').next().expect("a pair");
    assert_eq!(server.ask("GET /", &format!("Cookie: other=1; {pair}\r\n"), "").await.status, 200);
    assert_eq!(server.ask("GET /", &format!("Cookie: {pair}0\r\n"), "").await.status, 401);
    // The form at `/` is sent to `/`; what has a token of its own, or is no form, is not taken for it.
    let own = server.ask("POST /", form, &format!("token={TOKEN}")).await;
    assert_eq!((own.status, own.header("set-cookie")), (303, Some(cookie)));
    server.ask("POST /", "Content-Type: application/json\r\n", "{}").await.is_problem(401, "unauthorized");
    let bearer = format!("{form}Authorization: Bearer {TOKEN}\r\n");
    assert_eq!(server.ask("POST /", &bearer, &format!("token={TOKEN}")).await.header("set-cookie"), None);
    let (name, value) = pair.split_once('=').expect("a pair");
    let turned: String = value.chars().rev().collect();
    assert_eq!(server.ask("GET /", &format!("Cookie: {name}={turned}\r\n"), "").await.status, 401);
}

#[tokio::test]
async fn behind_tls_the_cookie_is_secure() {
    let server = exposed(Guard::new().token(token()).behind_tls(true)).await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let answer = server.ask("POST /login", form, &format!("token={TOKEN}")).await;
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-") && cookie.ends_with("; Secure"), "{cookie}");
}

#[tokio::test(start_paused = true)]
async fn tokens_cannot_be_tried_without_end() {
    let options = Guard::new().token(token()).asked(Asked::All);
    let server = Server::paused(counting().0, options, Limits::default()).await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let login = server.ask("POST /login", form, &format!("token={TOKEN}")).await;
    let cookie = login.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
    let right = format!("Authorization: Bearer {TOKEN}\r\n");
    for n in 0..10 {
        let answer =
            server.ask("GET /", &format!("Authorization: Bearer wrong-horse-battery-{n}\r\n"), "").await;
        assert_eq!(answer.status, 401);
    }
    // It is not even looked at, so that nobody learns whether it was right.
    for headers in [&right, "Authorization: Bearer wrong-horse-battery-11\r\n"] {
        let answer = server.ask("GET /", headers, "").await;
        answer.is_problem(429, "unauthorized");
        assert!(answer.header("retry-after").is_some());
    }
    assert_eq!(server.ask("POST /login", form, &format!("token={TOKEN}")).await.status, 429);
    assert_eq!(server.ask("GET /", &format!("Cookie: {cookie}\r\n"), "").await.status, 200);
    tokio::time::advance(Duration::from_secs(7)).await;
    assert_eq!(server.ask("GET /", &right, "").await.status, 200);
}

#[test]
fn a_token_file_is_for_one_user_alone() {
    use std::os::unix::fs::{PermissionsExt, chown};

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("token");
    let write = |text: &str, mode: u32| {
        std::fs::write(&path, text).expect("it is written");
        // Root's own group may read: it has to be another one here.
        let _ = chown(&path, None, Some(4242));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("it gets its mode");
        Token::read(&path).map_err(|error| error.to_string())
    };
    for text in [TOKEN.to_owned(), format!("{TOKEN}\n"), format!("{TOKEN}\r\n")] {
        assert!(write(&text, 0o600).is_ok(), "{text:?}");
        assert!(write(&text, 0o400).is_ok(), "{text:?}");
    }
    for mode in [0o640, 0o620, 0o604, 0o602, 0o601, 0o644] {
        let error = write(TOKEN, mode).expect_err("others can read it");
        assert!(error.contains(&format!("(mode {mode:04o})")) && error.contains("chmod 600"), "{error}");
    }
    for (text, what) in [
        ("", "is empty"),
        ("\n", "is empty"),
        ("fifteen-bytes-a\n", "is shorter than 16 bytes"),
        ("correct horse battery staple", "has spaces or characters beyond ASCII in it"),
        ("korrekt-pferd-batterie-stäpel", "has spaces or characters beyond ASCII in it"),
        (&"x".repeat(5000), "is longer than 4096 bytes"),
    ] {
        let error = write(text, 0o600).expect_err(what);
        assert!(error.contains(what) && !error.contains("horse") && !error.contains("fifteen"), "{error}");
    }
    let error = Token::read(folder.path().join("none")).expect_err("it is not there");
    assert!(error.to_string().contains("cannot be read"), "{error}");
}

#[tokio::test]
async fn no_log_and_no_debug_says_a_token() {
    let logged = common_log::Log::default();
    let _default = tracing::subscriber::set_default(logged.clone());
    let options = Guard::new().token(token());
    assert!(format!("{options:?}").contains("Token(..)") && !format!("{options:?}").contains("horse"));
    let server = exposed(options).await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    server.ask("GET /", "Authorization: Bearer wrong-horse-battery-staple\r\n", "").await;
    server.ask("GET /", &format!("Authorization: Bearer {TOKEN}\r\n"), "").await;
    server.ask("POST /login", form, &format!("token={TOKEN}")).await;
    server.ask("POST /login", form, &format!("{TOKEN}=token")).await;
    server.ask(&format!("GET /?token={TOKEN}"), "", "").await;
    let lines = logged.lines();
    assert!(lines.contains("a wrong token") && !lines.contains("horse"), "{lines}");
}

// Sizes and times

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

// Paths

#[tokio::test]
async fn a_path_cannot_climb() {
    let one = async |Path(name): Path<String>| name;
    let rest = async |Path(rest): Path<String>| rest;
    let router = Router::new().route("/one/{name}", get(one)).route("/rest/{*rest}", get(rest));
    let server = Server::start(router, Guard::new()).await;
    for path in [
        "/one/..",
        "/one/%2e%2e",
        "/one/..%2f..%2fetc%2fpasswd",
        "/one/..%5cetc",
        "/one/a%00b",
        "/rest/a/../../b",
        "/rest/a/%2E%2E/b",
        "/rest/a%2f..%2fb",
        "/one/../../etc/passwd",
    ] {
        server.get(path).await.is_problem(400, "bad_request");
    }
    // What is encoded stays one segment, and is decoded once.
    for (path, name) in
        [("/one/a%2Fb", "a/b"), ("/one/%252e%252e", "%2e%2e"), ("/one/..a", "..a"), ("/rest/a/b", "a/b")]
    {
        assert_eq!(server.get(path).await.body, name, "{path}");
    }
    server.get("/one/a/b").await.is_problem(404, "not_found");
}

// Answers

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
        app.oneshot(request).await.expect("an answer").into_response().status()
    };
    let address = "127.0.0.1:7700".parse().expect("an address");
    assert_eq!(ask(&Guard::new()).await, 403);
    assert_eq!(ask(&Guard::new().address(address)).await, 200);
    assert_eq!(ask(&Guard::new().address(address).token(token()).asked(Asked::Exposed)).await, 401);
}

mod common_log {
    //! What is logged, as text.

    use std::fmt::{Debug, Write};
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    #[derive(Clone, Default)]
    pub struct Log(Arc<Mutex<String>>);

    impl Log {
        pub fn lines(&self) -> String {
            self.0.lock().expect("no panic").clone()
        }
    }

    impl Visit for Log {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            writeln!(self.0.lock().expect("no panic"), "{field}={value:?}").expect("it is memory");
        }
    }

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut self.clone());
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut self.clone());
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            event.record(&mut self.clone());
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }
}
