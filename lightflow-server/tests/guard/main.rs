//! What passes the guard, and what does not.

mod answers;
mod bounds;
#[path = "../common/mod.rs"]
mod common;
mod host;
mod origin;
mod paths;
mod token;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::routing::any;
use common::{Server, TOKEN};
use lightflow_server::guard::{Guard, Token};
use lightflow_server::limits::Limits;

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
