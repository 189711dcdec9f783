//! No token is in a log.
//!
//! It is a program of its own: a line that another test reaches first, on a thread where nobody listens, may stay off for all.

mod common;

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::any;
use common::{Server, TOKEN};
use lightflow_server::guard::{Guard, Token};
use lightflow_server::limits::Limits;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What is logged, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn lines(&self) -> String {
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

#[tokio::test]
async fn no_log_and_no_debug_says_a_token() {
    let logged = Log::default();
    tracing::subscriber::set_global_default(logged.clone()).expect("it is the first");
    let options = Guard::new().token(Token::new(TOKEN).expect("a token"));
    assert!(format!("{options:?}").contains("Token(..)") && !format!("{options:?}").contains("horse"));
    let router = Router::new().route("/", any(async || "ok"));
    let server = Server::listen("0.0.0.0:0", router, options, Limits::default()).await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    server.ask("GET /", "Authorization: Bearer wrong-horse-battery-staple\r\n", "").await;
    server.ask("GET /", &format!("Authorization: Bearer {TOKEN}\r\n"), "").await;
    server.ask("POST /login", form, &format!("token={TOKEN}")).await;
    server.ask("POST /login", form, &format!("{TOKEN}=token")).await;
    server.ask(&format!("GET /?token={TOKEN}"), "", "").await;
    let lines = logged.lines();
    assert!(lines.contains("a wrong token") && !lines.contains("horse"), "{lines}");
}
