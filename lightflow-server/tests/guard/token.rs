//! Who may ask.

use std::sync::atomic::Ordering;
use std::time::Duration;

use lightflow_server::guard::{Asked, Guard, Token};
use lightflow_server::limits::Limits;

use crate::common::{Server, TOKEN};
use crate::{counting, exposed, token};

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
