//! A small program, and a server of it without a network.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures_util::StreamExt as _;
use lightflow::prelude::*;
use lightflow::registry::Registry;
use lightflow::runs::Runs;
use lightflow::service::Service;
use lightflow_server::queue::{Limits, Queue};
use lightflow_server::{App, Program, http};
use serde_json::Value;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

pub static PAINTED: AtomicU32 = AtomicU32::new(0);

/// Steps that wait go on when a test gives them a permit.
pub static GATE: Semaphore = Semaphore::const_new(0);

/// Paints a square of one colour.
#[node]
pub fn paint(side: u32, seed: u64, ctx: &Ctx) -> Result<PathBuf, std::io::Error> {
    PAINTED.fetch_add(1, SeqCst);
    ctx.log(format!("a square of {side}"));
    let path = ctx.output_path("square.png").map_err(std::io::Error::other)?;
    std::fs::write(&path, png(side, seed as u8))?;
    ctx.artifact(&path);
    Ok(path)
}

/// Waits until it may go on.
#[node]
pub async fn wait(name: String) -> String {
    GATE.acquire().await.unwrap().forget();
    name
}

/// Says so many things, and lets others in between.
#[node]
pub async fn say(count: u32, ctx: &Ctx) -> u32 {
    for number in 0..count {
        ctx.log(format!("{number} of {count}"));
        if number % 16 == 0 {
            tokio::task::yield_now().await;
        }
    }
    count
}

/// Writes a text word by word, with a picture in its middle, and waits before the last word.
#[node]
pub async fn tell(words: Vec<String>, ctx: &Ctx) -> String {
    let (last, first) = words.split_last().unwrap();
    for word in first {
        ctx.token(format!("{word} "));
    }
    ctx.preview(&png(16, 1));
    GATE.acquire().await.unwrap().forget();
    ctx.token(last);
    words.join(" ")
}

/// Writes a text.
#[workflow]
pub fn tale(words: Vec<String>) -> String {
    tell(words)
}

/// Talks.
#[workflow]
pub fn talk(#[port(range = 0..=100_000)] count: u32, name: String) -> String {
    let first = say(count);
    let second = wait(name);
    // Another number, or its output would be known.
    let more: u32 = first + 1;
    let third = say(more);
    let text: String = format!("{second} {third}");
    text
}

/// Names a file to a server of a test: as long as the test has it locked, runs stop in their middle.
pub const HELD: &str = "LIGHTFLOW_TEST_HELD";

/// The first seed whose runs stop in their middle.
pub const FIRST_HELD: u64 = 4;

/// Hashes for a while.
#[node(blocking)]
pub fn grind(seed: u64, round: u64) -> String {
    if seed >= FIRST_HELD
        && round > 2
        && let Some(file) = std::env::var_os(HELD)
    {
        std::fs::File::open(file).unwrap().lock_shared().unwrap();
    }
    let mut digest = lightflow::Digest::of(&[seed.to_le_bytes(), round.to_le_bytes()].concat());
    for _ in 0..20_000 {
        digest = lightflow::Digest::of(digest.as_bytes());
    }
    digest.to_string()
}

/// Writes lines to a file.
#[node]
pub fn write_lines(lines: Vec<String>, ctx: &Ctx) -> Result<PathBuf, std::io::Error> {
    let path = ctx.output_path("lines.txt").map_err(std::io::Error::other)?;
    std::fs::write(&path, lines.join("\n"))?;
    ctx.artifact(&path);
    Ok(path)
}

/// Takes a while.
#[workflow]
pub fn ground(seed: u64, rounds: Vec<u64>) -> PathBuf {
    let lines = for round in rounds {
        grind(seed, round)
    };
    write_lines(lines)
}

/// Fails.
#[node]
pub fn refuse(why: String) -> Result<String, std::io::Error> {
    Err(std::io::Error::other(why))
}

/// Counts the letters of a file.
#[node]
pub fn letters(file: &std::path::Path) -> Result<u64, std::io::Error> {
    Ok(std::fs::read_to_string(file)?.chars().count() as u64)
}

/// Paints a square.
#[workflow]
pub fn square(
    #[port(default = 16, range = 1..=256, unit = "px")] side: u32,
    #[port(default = 1)] seed: u64,
) -> PathBuf {
    paint(side, seed)
}

/// Waits.
#[workflow]
pub fn idle(name: String) -> String {
    wait(name)
}

/// Fails in the end.
#[workflow]
pub fn broken(why: String) -> String {
    refuse(why)
}

/// Counts letters.
#[workflow]
pub fn counted(file: PathBuf) -> u64 {
    letters(&file)
}

/// Has a secret.
#[workflow]
pub fn hidden(key: Secret) -> u64 {
    measure(&key)
}

/// Looks at a secret.
#[node]
pub fn measure(key: &Secret) -> u64 {
    key.reveal().len() as u64
}

/// A PNG of one colour, uncompressed.
pub fn png(side: u32, shade: u8) -> Vec<u8> {
    use lightflow_artifact::sheet::{Cell, Sheet, render};
    // The sheet of nothing is as good a picture as any.
    let title = Some(format!("{side} {shade}"));
    render(&Sheet { title, cells: vec![Cell::missing("")], cell_side: 32, columns: None }).unwrap()
}

/// A server in a folder of its own.
pub struct Server {
    pub folder: tempfile::TempDir,
    pub queue: Queue,
    pub router: Router,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub head: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.bytes)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.head.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Server {
    pub fn new() -> Self {
        Self::with(Limits { waiting: 100, running: 4 })
    }

    pub fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (queue, router) = serve(folder.path(), limits);
        Self { folder, queue, router }
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        read(self.send(Request::get(path).body(Body::empty()).unwrap()).await).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Request::post(path), body).await
    }

    pub async fn call(&self, request: axum::http::request::Builder, body: Value) -> Answer {
        let request = request.header("content-type", "application/json");
        read(self.send(request.body(Body::from(body.to_string())).unwrap()).await).await
    }

    /// Starts a run and gives its id.
    pub async fn run(&self, workflow: &str, inputs: Value) -> String {
        let body = serde_json::json!({ "inputs": inputs });
        let answer = self.post(&format!("/api/workflows/{workflow}/runs"), body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&answer.bytes));
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Reads the events of a run to their end, and gives the run as it is then.
    pub async fn ended(&self, id: &str) -> Value {
        self.events(id, None).await;
        self.get(&format!("/api/runs/{id}")).await.json()
    }

    /// The events of a run as messages, from one on.
    pub async fn events(&self, id: &str, last: Option<u64>) -> Vec<Message> {
        let mut request =
            Request::get(format!("/api/runs/{id}/events")).header("accept", "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let answer = self.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let text = String::from_utf8(read(answer).await.bytes).unwrap();
        messages(&text)
    }
}

/// A message of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub id: u64,
    pub event: String,
    pub data: Value,
}

pub fn messages(text: &str) -> Vec<Message> {
    let message = |block: &str| {
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        Some(Message {
            id: field("id: ").parse().ok()?,
            event: field("event: ").to_owned(),
            data: serde_json::from_str(field("data: ")).unwrap(),
        })
    };
    text.split("\n\n").filter_map(message).collect()
}

pub fn serve(folder: &std::path::Path, limits: Limits) -> (Queue, Router) {
    let runs = Runs::open(folder.join("store")).unwrap();
    let service = Service::new(Registry::linked().unwrap(), Some(runs));
    let queue = Queue::new(service.clone(), limits);
    queue.start().unwrap();
    let program = Program { name: "studio".into(), version: "1.2.0".into() };
    let app = App::new(service, queue.clone(), program).unwrap();
    (queue, http::router(app.clone()).merge(http::uploads(app)))
}

pub async fn read(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let mut bytes = Vec::new();
    let mut blocks = body.into_data_stream();
    while let Some(block) = blocks.next().await {
        bytes.extend_from_slice(&block.unwrap());
    }
    Answer { status: parts.status, head: parts.headers, bytes }
}
