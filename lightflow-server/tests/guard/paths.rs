//! Paths stay where they are.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use lightflow_server::guard::Guard;

use crate::common::Server;

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
