//! Serves the Model Context Protocol over HTTP on this machine, without anything in front of it.
//!
//! Run with `cargo run -p lightflow-server --example mcp`; then any client speaks to `http://127.0.0.1:7711/mcp`.

#![allow(clippy::print_stderr, reason = "an example talks to the terminal")]

use lightflow::prelude::*;
use lightflow::registry::Registry;
use lightflow::runs::Runs;
use lightflow::service::Service;
use lightflow_server::mcp::{self, Direct, Mcp};

/// Doubles a number.
#[node]
fn double(number: u32) -> u32 {
    number * 2
}

/// Four times a number.
#[workflow]
fn quadruple(#[port(range = 0..=1_000)] number: u32) -> u32 {
    let twice = double(number);
    double(twice)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join("lightflow-mcp-example");
    let service = Service::new(Registry::linked()?, Some(Runs::open(folder)?));
    let server = Mcp::new(service.clone(), Direct::new(service), "example", "0.1.0");
    let app = axum::Router::new().nest("/mcp", mcp::router(server));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:7711").await?;
    eprintln!("http://{}/mcp", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}
