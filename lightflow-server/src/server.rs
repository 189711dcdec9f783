//! All that is served, in one router.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::routing::get;

use crate::app::App;
use crate::guard::Guard;
use crate::http::{self, LARGEST_UPLOAD};
use crate::limits::Limits;
use crate::listen::{self, Listeners};
use crate::mcp::{self, Mcp};
use crate::openapi::{self, BROWSER};
use crate::page;
use crate::queue::Queue;

/// Everything that a program serves: the interface, its description, MCP, and the page. Who may ask is for the
/// [guard](crate::guard) in front of it; see [`guarded`].
pub fn router(app: App) -> Router {
    let program = app.program().clone();
    let mcp = Mcp::new(app.service().clone(), app.clone(), &program.name, &program.version);
    // It depends on the program alone.
    let document = openapi::document(app.service());
    let described = Router::new().route("/api/openapi.json", get(async move || Json(document)));
    let browser = BROWSER.iter().fold(described, |router, file| {
        let answer = async || ([(header::CONTENT_TYPE, file.media)], file.bytes).into_response();
        router.route(file.path, get(answer))
    });
    let interface = http::router(app.clone()).merge(http::uploads(app));
    interface.merge(browser).merge(page::router()).nest("/mcp", mcp::router(mcp))
}

/// The guard that this router wants: larger bodies for uploads, and time for agents that wait for a run.
#[must_use]
pub fn guarded(guard: Guard) -> Guard {
    guard.upload("/api/uploads", LARGEST_UPLOAD).patient("/mcp").patient("/mcp/")
}

/// Serves until `shutdown`. From then on no run begins, those that go on have so long to finish, and requests in flight are
/// answered meanwhile. What is not done by then is parked: the next server on the store goes on with it.
///
/// # Errors
/// Those of [`listen::serve`].
pub async fn serve(
    listeners: Listeners,
    router: Router,
    limits: &Limits,
    (queue, patience): (&Queue, Duration),
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (told, ending) = tokio::sync::oneshot::channel();
    let shutdown = async {
        shutdown.await;
        let _ = told.send(());
    };
    let runs = async {
        let _ = ending.await;
        queue.stop(patience).await;
    };
    tokio::join!(listen::serve(listeners, router, limits, shutdown), runs).0
}
