//! The protocol over HTTP, as messages.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use lightflow_server::mcp::{self, Direct, Mcp};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::program::program;

async fn send(app: &axum::Router, method: Method, message: &Value) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri("/mcp")
        .header("host", "workflows.example:7700")
        .header("accept", "application/json, text/event-stream")
        .header("content-type", "application/json")
        .body(Body::from(message.to_string()))
        .unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    assert!(!response.headers().contains_key("mcp-session-id"));
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

fn app() -> (axum::Router, tempfile::TempDir) {
    let (service, folder) = program();
    let server = Mcp::new(service.clone(), Direct::new(service), "test", "1.2.3");
    (axum::Router::new().nest("/mcp", mcp::router(server)), folder)
}

#[tokio::test]
async fn requests_stand_for_themselves_and_no_session_is_kept() {
    let (app, _folder) = app();
    let hello = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "raw", "version": "1" },
    } });
    let (status, said) = send(&app, Method::POST, &hello).await;
    assert_eq!(status, StatusCode::OK, "the host is for what stands in front of it");
    assert_eq!(said["result"]["serverInfo"], json!({ "name": "test", "version": "1.2.3" }));
    assert_eq!(said["result"]["protocolVersion"], "2025-06-18");
    let call = json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {
        "name": "describe", "arguments": { "name": "dot" },
    } });
    let (status, said) = send(&app, Method::POST, &call).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(said["result"]["structuredContent"]["assets"][0]["id"], "mcp/dot");
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let (app, _folder) = app();
    let (status, _) = send(&app, Method::POST, &json!("hello")).await;
    assert!(status.is_client_error(), "{status}");
    let (status, _) = send(&app, Method::GET, &json!(null)).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    let (status, _) = send(&app, Method::POST, &json!("x".repeat(2 << 20))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}
