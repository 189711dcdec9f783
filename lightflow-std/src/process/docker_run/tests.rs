use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path as Part, State};
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post};
use serde_json::{Value, json};
use tokio::net::UnixListener;
use tokio::sync::mpsc;

use super::*;

/// What a service was asked, and how it answers: the part of Docker's API that a run needs.
#[derive(Clone)]
struct Service {
    asked: mpsc::UnboundedSender<String>,
    created: Arc<Mutex<Value>>,
    /// The program's output, or nothing for one that never ends.
    output: Option<Vec<u8>>,
    code: i64,
}

/// A piece of output, as Docker frames it.
fn frame(stream: u8, text: &str) -> Vec<u8> {
    let mut frame = vec![stream, 0, 0, 0];
    frame.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
    frame.extend(text.bytes());
    frame
}

fn reply(value: Value) -> impl IntoResponse {
    ([("content-type", "application/json")], value.to_string())
}

async fn create(State(service): State<Service>, body: String) -> impl IntoResponse {
    let body: Value = serde_json::from_str(&body).unwrap();
    service.asked.send("create".into()).unwrap();
    if body["Image"] == "missing" {
        return (StatusCode::NOT_FOUND, reply(json!({ "message": "No such image: missing:latest" })));
    }
    *service.created.lock().unwrap() = body;
    (StatusCode::CREATED, reply(json!({ "Id": "c1", "Warnings": [] })))
}

async fn logs(State(service): State<Service>) -> Body {
    match service.output {
        Some(output) => output.into(),
        None => Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, io::Error>>()),
    }
}

struct Running {
    _folder: tempfile::TempDir,
    socket: PathBuf,
    asked: mpsc::UnboundedReceiver<String>,
    created: Arc<Mutex<Value>>,
}

fn service(output: Option<Vec<u8>>, code: i64) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("docker.sock");
    let (asked, receiver) = mpsc::unbounded_channel();
    let service = Service { asked, created: Arc::default(), output, code };
    let created = service.created.clone();
    let router = Router::new()
        .route("/containers/create", post(create))
        .route(
            "/containers/{name}/start",
            post(|State(service): State<Service>| async move {
                service.asked.send("start".into()).unwrap();
                StatusCode::NO_CONTENT
            }),
        )
        .route("/containers/{name}/logs", get(logs))
        .route(
            "/containers/{name}/wait",
            post(
                |State(service): State<Service>| async move { reply(json!({ "StatusCode": service.code })) },
            ),
        )
        .route(
            "/containers/{name}",
            delete(|State(service): State<Service>, Part(name): Part<String>, uri: Uri| async move {
                service.asked.send(format!("remove {name} {}", uri.query().unwrap_or_default())).unwrap();
                StatusCode::NO_CONTENT.into_response()
            }),
        )
        .with_state(service);
    let listener = UnixListener::bind(&socket).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Running { _folder: folder, socket, asked: receiver, created }
}

async fn run(
    image: &str,
    mounts: Vec<Mount>,
    service: &Running,
    timeout: u64,
    ctx: &Ctx,
) -> Result<Finished, DockerError> {
    let argv = vec!["echo".to_owned(), "$(id)".to_owned()];
    let env = vec!["A=1".to_owned(), "NO_SUCH_VARIABLE".to_owned()];
    let socket = service.socket.clone();
    docker_run(
        image,
        argv,
        env,
        mounts,
        false,
        64,
        0.5,
        timeout,
        20,
        Overflow::Fail,
        false,
        true,
        socket,
        ctx,
    )
    .await
}

async fn assert_removed(service: &mut Running) {
    for expected in ["create", "start", "remove lightflow-"] {
        let asked = service.asked.recv().await.unwrap();
        assert!(asked.starts_with(expected), "{asked}");
        assert!(expected != "remove lightflow-" || asked.contains("force=true"), "{asked}");
    }
}

#[tokio::test]
async fn output_and_code_are_those_of_the_program_and_the_container_goes() {
    let output = [frame(1, "one\n"), frame(2, "two\n"), frame(1, "three")].concat();
    let (mut service, ctx) = (service(Some(output), 0), Ctx::test());
    let done = run("tool", vec![], &service, 60, &ctx).await.unwrap();
    assert_eq!((done.stdout.as_str(), done.stderr.as_str(), done.code), ("one\nthree", "two\n", 0));
    assert_eq!(ctx.lines(), ["one", "two", "three"]);
    assert_removed(&mut service).await;
}

#[tokio::test]
async fn the_container_is_held_to_what_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let mounts = vec![Mount { source: folder.path().into(), target: "/in".into(), writable: false }];
    let service = service(Some(vec![]), 0);
    run("tool", mounts, &service, 60, &Ctx::test()).await.unwrap();
    let body = service.created.lock().unwrap().clone();
    assert_eq!(body["Cmd"], json!(["echo", "$(id)"]));
    assert_eq!(body["Env"], json!(["A=1"]));
    let host = &body["HostConfig"];
    assert_eq!(host["NetworkMode"], "none");
    assert_eq!(host["CapDrop"], json!(["ALL"]));
    assert_eq!(host["Memory"], 64 * 1024 * 1024);
    assert_eq!(host["NanoCpus"], 500_000_000);
    assert_eq!(host["Mounts"][0]["ReadOnly"], true);
    assert_eq!(host["Mounts"][0]["Source"], folder.path().canonicalize().unwrap().to_str().unwrap());
}

#[tokio::test]
async fn a_failure_is_told_and_the_container_goes() {
    let mut failing = service(Some(frame(2, "no frame")), 3);
    let error = run("tool", vec![], &failing, 60, &Ctx::test()).await.unwrap_err().to_string();
    assert!(error.starts_with("`tool` ended with code 3 and said `no frame`"), "{error}");
    assert_removed(&mut failing).await;

    let mut chatty = service(Some(frame(1, &"x".repeat(21))), 0);
    let error = run("tool", vec![], &chatty, 60, &Ctx::test()).await.unwrap_err();
    assert!(matches!(error, DockerError::Process(ProcessError::TooMuch { limit: 20, .. })), "{error}");
    assert_removed(&mut chatty).await;
}

#[tokio::test]
async fn a_container_that_takes_too_long_or_is_dropped_goes() {
    let mut slow = service(None, 0);
    let error = run("tool", vec![], &slow, 1, &Ctx::test()).await.unwrap_err();
    assert!(matches!(error, DockerError::Process(ProcessError::Timeout { .. })), "{error}");
    assert_removed(&mut slow).await;

    let mut dropped = service(None, 0);
    let ctx = Ctx::test();
    tokio::select! {
        _ = run("tool", vec![], &dropped, 600, &ctx) => panic!("it never ends"),
        () = async { while dropped.created.lock().unwrap().is_null() { tokio::task::yield_now().await } } => {}
    }
    let mut asked = String::new();
    while !asked.starts_with("remove") {
        asked = dropped.asked.recv().await.unwrap();
    }
}

#[tokio::test]
async fn what_is_not_there_is_an_error_of_its_own() {
    let service = service(Some(vec![]), 0);
    let ctx = Ctx::test();
    let error = run("missing", vec![], &service, 60, &ctx).await.unwrap_err().to_string();
    assert_eq!(error, "the image `missing` is not on this machine; fetch it with `docker pull missing`");
    for (source, target) in [("/no/such", "/in"), ("/tmp", "in")] {
        let mounts = vec![Mount { source: source.into(), target: target.into(), writable: false }];
        assert!(matches!(run("tool", mounts, &service, 60, &ctx).await, Err(DockerError::Mount { .. })));
    }
    let gone = Running { socket: "/no/such/docker.sock".into(), ..service };
    assert!(matches!(run("tool", vec![], &gone, 60, &ctx).await, Err(DockerError::Service { .. })));
}
