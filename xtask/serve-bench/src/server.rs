//! The server, in a process of its own: the interface of a program, and a few routes to compare it with.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::extract::Query;
use axum::routing::{get, post};
use axum::{Json, Router};
use lightflow::Engine;
use lightflow::registry::Registry;
use lightflow::runs::Runs;
use lightflow::service::Service;
use lightflow_server::guard::{Guard, guard};
use lightflow_server::limits::Limits as Requests;
use lightflow_server::listen::{Listen, Listeners, serve};
use lightflow_server::queue::{Limits, Queue};
use lightflow_server::{App, Program, guarded, router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Failure;
use crate::nodes::{GATE, by_hand, three_steps};

/// Runs that may wait.
pub const WAITING: usize = 10_000;

/// When the gate was opened, and how long the first run after that took to its end, in seconds.
static OPENED: Mutex<(Option<Instant>, Option<f64>)> = Mutex::new((None, None));

/// Serves until it is killed. Its first line says where: bare, as this crate listens without the guard, and guarded.
pub fn run(folder: &Path) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // As `serve` has it: runs have threads of their own.
    let engine = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let service = Service::new(Registry::linked()?, Some(Runs::open(folder.join("store"))?));
        let queue = Queue::new(service.clone(), Limits { waiting: WAITING, ..Limits::default() });
        queue.start_on(engine.handle())?;
        tokio::spawn(watch(queue.clone()));
        let program = Program { name: "bench".into(), version: "1.0.0".into() };
        let app = App::new(service, queue, program)?;

        let (options, requests) =
            (guarded(Guard::new()), Requests { connections: 4_096, ..Requests::default() });
        let anywhere = "127.0.0.1:0".parse::<Listen>()?;
        let bare = TcpListener::bind("127.0.0.1:0").await?;
        let open = Listeners::bind(std::slice::from_ref(&anywhere), &options).await?;
        let closed = Listeners::bind(&[anywhere], &options).await?;
        println!("{} {} {}", bare.local_addr()?, open.addresses()[0], closed.addresses()[0]);

        let all = guard(router(app).merge(routes()), &options);
        let (bare, open, closed) = tokio::join!(
            async { axum::serve(bare, routes()).await },
            serve(open, routes(), &requests, std::future::pending()),
            serve(closed, all, &requests, std::future::pending()),
        );
        bare.and(open).and(closed).map_err(Failure::from)
    })
}

#[derive(Deserialize)]
struct Number {
    x: u64,
}

/// What no program has.
fn routes() -> Router {
    let engine = Engine::new();
    let unrecorded = async move |Query(Number { x }): Query<Number>| {
        let result = engine.run(three_steps { x }).await.expect("this workflow does not fail");
        Json(json!({ "result": result }))
    };
    Router::new()
        .route(
            "/bench/small",
            get(async || Json(json!({ "status": "ok", "program": "bench", "version": "1" }))),
        )
        .route(
            "/bench/hand",
            get(async |Query(Number { x }): Query<Number>| Json(json!({ "result": by_hand(x) }))),
        )
        .route("/bench/run", get(unrecorded))
        .route("/bench/open", post(open))
        .route("/bench/took", get(async || Json(json!({ "took": opened().1 }))))
}

/// Lets so many steps go on.
async fn open(Query(Number { x }): Query<Number>) -> Json<Value> {
    *opened() = (Some(Instant::now()), None);
    GATE.add_permits(x as usize);
    Json(json!({ "open": x }))
}

/// Takes the time of runs where nobody's connection is in the way.
async fn watch(queue: Queue) {
    let mut changes = queue.changes();
    loop {
        // Who lags lost some changes, and hears the next.
        let Ok(change) = changes.recv().await else { continue };
        if !change.status.is_over() {
            continue;
        }
        let mut opened = opened();
        if let Some(began) = opened.0.take() {
            opened.1 = Some(began.elapsed().as_secs_f64());
        }
    }
}

fn opened() -> std::sync::MutexGuard<'static, (Option<Instant>, Option<f64>)> {
    OPENED.lock().unwrap_or_else(PoisonError::into_inner)
}
