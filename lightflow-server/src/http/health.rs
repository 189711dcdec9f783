//! How the server is.

use std::fmt::Write as _;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::app::App;
use crate::problem::Problem;

pub async fn health(State(app): State<App>) -> Answer<Value> {
    let program = app.program();
    Answer(json!({
        "status": "ok",
        "program": program.name,
        "version": program.version,
        "lightflow": env!("CARGO_PKG_VERSION"),
        "queue": app.queue().load(),
    }))
}

pub async fn store(State(app): State<App>) -> Result<Answer<Value>, Problem> {
    app.blocking(|app| Ok(Answer(json!(app.store().stats()?)))).await
}

/// Metrics in the text format of Prometheus, version 0.0.4.
pub async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let load = app.queue().load();
    let stats = app.blocking(|app| Ok(app.store().stats()?)).await?;
    let mut text = String::new();
    let mut metric = |name: &str, kind: &str, help: &str, values: &[(String, u64)]| {
        let _ = writeln!(text, "# HELP lightflow_{name} {help}\n# TYPE lightflow_{name} {kind}");
        for (labels, value) in values {
            let _ = writeln!(text, "lightflow_{name}{labels} {value}");
        }
    };
    let one = |value: u64| vec![(String::new(), value)];
    metric("queue_waiting", "gauge", "Runs that wait.", &one(load.waiting as u64));
    metric("queue_limit", "gauge", "Runs that may wait.", &one(load.limit as u64));
    metric("runs_active", "gauge", "Runs that go on.", &one(load.running as u64));
    let runs: Vec<(String, u64)> = stats
        .runs
        .iter()
        .map(|(status, amount)| (format!("{{status=\"{status}\"}}"), amount.count))
        .collect();
    metric("runs", "gauge", "Runs in the store by status.", &runs);
    metric("actions", "gauge", "Outputs that are known by what made them.", &one(stats.actions));
    metric("steps", "gauge", "Steps that are recorded.", &one(stats.steps));
    metric(
        "store_bytes",
        "gauge",
        "Bytes of contents in the store.",
        &one(stats.blobs.bytes + stats.small.bytes),
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
