//! The interface as `docs/http.md` has it, without a network.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use lightflow_server::queue::Limits;
use serde_json::{Value, json};

use support::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_asked_for_watched_and_looked_at() {
    let server = Server::new();
    let id = server.run("square", json!({ "side": 20, "seed": u64::MAX })).await;
    let events = server.events(&id, None).await;
    let names: Vec<&str> = events.iter().map(|message| message.event.as_str()).collect();
    assert_eq!(names, ["run_resumed", "step_started", "log", "artifact", "step_finished", "run_finished"]);
    assert!(events.iter().zip(0..).all(|(message, seq)| message.id == seq), "without a gap");
    let run = server.get(&format!("/api/runs/{id}")).await.json();
    assert_eq!(run["run"]["status"], "finished");
    assert_eq!(run["request"]["inputs"]["seed"], u64::MAX, "exact");
    assert_eq!(
        (&run["progress"]["finished"], &run["artifacts"][0]["name"]),
        (&1.into(), &"square.png".into())
    );
    let logs = server.get(&format!("/api/runs/{id}/logs?step=paint")).await.json();
    assert_eq!(logs["lines"][0]["text"], "a square of 20");
    for part in ["steps", "outputs", "request", "plan", "plan.svg", "trace", "artifacts"] {
        let answer = server.get(&format!("/api/runs/{id}/{part}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{part}");
    }
    let listed = server.get("/api/runs?workflow=square&status=finished&limit=1").await.json();
    assert_eq!((&listed["runs"][0]["id"], &listed["next"]), (&id.clone().into(), &id.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_goes_on_where_he_was() {
    let server = Server::new();
    let id = server.run("square", json!({ "side": 21 })).await;
    let all = server.events(&id, None).await;
    assert_eq!(server.events(&id, Some(2)).await, all[3..]);
    assert_eq!(server.events(&id, Some(all.len() as u64)).await, []);
    let page = server.get(&format!("/api/runs/{id}/events?from=1&limit=2")).await.json();
    assert_eq!((&page["events"][0], &page["next"]), (&all[1].data, &3.into()));
    let wrong = Request::get(format!("/api/runs/{id}/events"))
        .header("accept", "text/event-stream")
        .header("last-event-id", "x");
    assert_eq!(server.send(wrong.body(Body::empty()).unwrap()).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_before_anything_is_kept() {
    let server = Server::new();
    let body = json!({ "inputs": { "side": 1000, "sed": 1 } });
    let answer = server.post("/api/workflows/square/runs", body.clone()).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json")
    );
    let problem = answer.json();
    assert_eq!(problem["code"], "not_ready");
    let subjects: Vec<&Value> =
        problem["findings"].as_array().unwrap().iter().map(|one| &one["subject"]).collect();
    assert_eq!(subjects, ["sed", "side"], "all of it");
    let checked = server.post("/api/workflows/square/preflight", body).await.json();
    assert_eq!((&checked["ready"], &checked["findings"]), (&false.into(), &problem["findings"]));
    assert_eq!(server.get("/api/runs").await.json()["runs"], json!([]));
    for (path, code) in [
        ("/api/workflows/sqare", "unknown_workflow"),
        ("/api/runs/7", "not_found"),
        ("/api/runs/01a1ff02-5d55-74db-b5ff-44066aa1420d", "wrong_run"),
        ("/api/sweeps/7", "not_found"),
        ("/api/artifacts/7", "not_found"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::NOT_FOUND, &code.into()), "{path}");
    }
    let hint = server.get("/api/workflows/sqare").await.json()["hint"].clone();
    assert_eq!(hint, "write `square`");
    for body in ["{", "[]", r#"{"inputs": 3}"#, r#"{"input": {}}"#] {
        let request = Request::post("/api/workflows/square/runs").header("content-type", "application/json");
        let answer = read(server.send(request.body(Body::from(body)).unwrap()).await).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (StatusCode::BAD_REQUEST, &"bad_request".into()),
            "{body}"
        );
    }
    let form = Request::post("/api/workflows/square/runs").header("content-type", "text/plain");
    let answer = server.send(form.body(Body::from("{}")).unwrap()).await;
    assert_eq!(
        answer.status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "as a form of another page would send it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_is_one_run() {
    let server = Server::new();
    let ask = |side: u32| {
        let request = Request::post("/api/workflows/square/runs").header("idempotency-key", "order 7");
        server.call(request, json!({ "inputs": { "side": side } }))
    };
    let (first, second) = (ask(33).await, ask(33).await);
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK));
    assert_eq!(first.json()["id"], second.json()["id"]);
    assert_eq!(first.header("location"), second.header("location"));
    let other = ask(34).await;
    assert_eq!((other.status, &other.json()["code"]), (StatusCode::CONFLICT, &"wrong_run".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_waits_is_cancelled_and_goes_on() {
    let server = Server::with(Limits { waiting: 2, running: 0 });
    let first = server.run("idle", json!({ "name": "a" })).await;
    let second = server.run("idle", json!({ "name": "b" })).await;
    let full = server.post("/api/workflows/idle/runs", json!({ "inputs": { "name": "c" } })).await;
    assert_eq!((full.status, full.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "5"));
    assert_eq!(full.json()["code"], "queue_full");
    let load = server.get("/api/health").await.json()["queue"].clone();
    assert_eq!(load, json!({ "waiting": 2, "running": 0, "limit": 2 }));
    let cancelled = server.post(&format!("/api/runs/{first}/cancel"), json!({})).await;
    assert_eq!((cancelled.status, &cancelled.json()["status"]), (StatusCode::ACCEPTED, &"cancelled".into()));
    let again = server.post(&format!("/api/runs/{first}/cancel"), json!({})).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(
        server.post(&format!("/api/runs/{first}/resume"), json!({})).await.status,
        StatusCode::ACCEPTED
    );
    let gone = server.send(Request::delete(format!("/api/runs/{second}")).body(Body::empty()).unwrap()).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(server.get(&format!("/api/runs/{second}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.get("/api/health").await.json()["queue"]["waiting"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_higher_priority_comes_first() {
    let server = Server::with(Limits { waiting: 10, running: 0 });
    let mut ids = Vec::new();
    for priority in [0, 5, -1, 5] {
        let body = json!({ "inputs": { "side": 40 }, "priority": priority });
        let run = server.post("/api/workflows/square/runs", body).await.json();
        ids.push(run["id"].as_str().unwrap().to_owned());
    }
    // The next server goes on with what waits: one at a time, so that the order shows.
    let (_, router) = serve(server.folder.path(), Limits { waiting: 10, running: 1 });
    let next = Server { folder: tempfile::tempdir().unwrap(), queue: server.queue.clone(), router };
    let mut began = Vec::new();
    for id in &ids {
        let run = next.ended(id).await;
        assert_eq!(run["run"]["status"], "finished");
        let events = next.get(&format!("/api/runs/{id}/events")).await.json();
        began.push((
            events["events"][0]["time_ms"].as_u64().unwrap(),
            run["run"]["ended_ms"].as_u64().unwrap(),
        ));
    }
    assert!(began[1].0 <= began[3].0 && began[3].1 <= began[0].1 && began[0].1 <= began[2].1, "{began:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ends_finishes_what_goes_on_and_begins_nothing() {
    let server = Server::with(Limits { waiting: 10, running: 1 });
    let mut changes = server.queue.changes();
    let goes_on = server.run("idle", json!({ "name": "goes on" })).await;
    while changes.recv().await.unwrap().status.name() != "running" {}
    let waits = server.run("idle", json!({ "name": "waits" })).await;
    let queue = server.queue.clone();
    let ending = tokio::spawn(async move { queue.stop(std::time::Duration::MAX).await });
    while server.post("/api/workflows/idle/runs", json!({ "inputs": { "name": "late" } })).await.status
        != StatusCode::SERVICE_UNAVAILABLE
    {
        tokio::task::yield_now().await;
    }
    assert!(!ending.is_finished());
    GATE.add_permits(2);
    ending.await.unwrap();
    let status = async |id| server.get(&format!("/api/runs/{id}")).await.json()["run"]["status"].clone();
    assert_eq!((status(goes_on).await, status(waits).await), ("finished".into(), "created".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_may_be_made_now_and_started_later() {
    let server = Server::new();
    let made =
        server.post("/api/workflows/square/runs", json!({ "inputs": {}, "start": false })).await.json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["status"], "created");
    assert_eq!(server.post(&format!("/api/runs/{id}/start"), json!({})).await.status, StatusCode::ACCEPTED);
    assert_eq!(server.ended(id).await["run"]["status"], "finished");
    assert_eq!(server.post(&format!("/api/runs/{id}/start"), json!({})).await.status, StatusCode::CONFLICT);
    let retried = server.post(&format!("/api/runs/{id}/retry"), json!({})).await.json();
    let run = server.ended(retried["id"].as_str().unwrap()).await;
    assert_eq!((&run["progress"]["known"], &run["request"]["from"]), (&1.into(), &id.into()));
    let rerun =
        server.post(&format!("/api/runs/{id}/rerun"), json!({ "inputs": { "side": 17 } })).await.json();
    let run = server.ended(rerun["id"].as_str().unwrap()).await;
    assert_eq!((&run["request"]["inputs"]["side"], &run["progress"]["known"]), (&17.into(), &0.into()));
    let diff = server.get(&format!("/api/runs/{id}/diff/{}", rerun["id"].as_str().unwrap())).await.json();
    assert_eq!(diff["inputs"][0], json!({ "input": "side", "left": 16, "right": 17 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_is_known() {
    let server = Server::new();
    let body = json!({ "inputs": { "side": 50 } });
    let before = server.post("/api/workflows/square/preview", body.clone()).await.json();
    assert_eq!((&before["runs"], &before["states"]["paint"]), (&1.into(), &"runs".into()));
    let id = server.run("square", json!({ "side": 50 })).await;
    server.ended(&id).await;
    let after = server.post("/api/workflows/square/preview", body).await.json();
    assert_eq!((&after["known"], &after["runs"]), (&1.into(), &0.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_run_says_why() {
    let server = Server::new();
    let id = server.run("broken", json!({ "why": "no paper" })).await;
    let run = server.ended(&id).await;
    assert_eq!(run["run"]["status"], "failed");
    assert!(run["run"]["error"].as_str().unwrap().contains("no paper"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_artifact_comes_whole_in_parts_and_small() {
    let server = Server::new();
    let id = server.run("square", json!({ "side": 60 })).await;
    let digest = server.ended(&id).await["artifacts"][0]["digest"].as_str().unwrap().to_owned();
    let path = format!("/api/artifacts/{digest}");
    let whole = server.get(&path).await;
    assert_eq!((whole.status, whole.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(whole.header("content-security-policy").contains("sandbox"));
    let etag = whole.header("etag").to_owned();
    let known = Request::get(&path).header("if-none-match", &etag).body(Body::empty()).unwrap();
    assert_eq!(server.send(known).await.status(), StatusCode::NOT_MODIFIED);
    let part = Request::get(&path).header("range", "bytes=1-3").body(Body::empty()).unwrap();
    let part = read(server.send(part).await).await;
    assert_eq!((part.status, &part.bytes[..]), (StatusCode::PARTIAL_CONTENT, &b"PNG"[..]));
    assert_eq!(part.header("content-range"), format!("bytes 1-3/{}", whole.bytes.len()));
    let behind = Request::get(&path).header("range", "bytes=9999999-").body(Body::empty()).unwrap();
    assert_eq!(server.send(behind).await.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    let named = server.get(&format!("{path}?name=my%20square.png")).await;
    assert_eq!(named.header("content-disposition"), "attachment; filename*=UTF-8''my%20square.png");
    let small = server.get(&format!("{path}/thumbnail?side=32")).await;
    assert_eq!((small.status, small.header("content-type").starts_with("image/")), (StatusCode::OK, true));
    assert_eq!(server.get(&format!("{path}/thumbnail?side=9")).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_steps_hand_to_each_other_is_nobodys_to_ask_for() {
    let server = Server::new();
    let id = server.run("square", json!({ "side": 61 })).await;
    server.ended(&id).await;
    let steps = server.get(&format!("/api/runs/{id}/steps")).await.json();
    let output = steps["steps"][0]["output"].as_str().unwrap();
    assert_eq!(server.get(&format!("/api/artifacts/{output}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_brought_and_named_as_inputs() {
    let server = Server::new();
    let upload = |name: &str, bytes: &'static [u8]| {
        let request = Request::post(format!("/api/uploads?name={name}")).body(Body::from(bytes)).unwrap();
        server.send(request)
    };
    let brought = read(upload("letter.txt", b"dear").await).await;
    assert_eq!(brought.status, StatusCode::CREATED);
    let (path, digest) = (brought.json()["path"].clone(), brought.json()["digest"].clone());
    let id = server.run("counted", json!({ "file": path })).await;
    let run = server.ended(&id).await;
    assert_eq!(run["outputs"], 4, "{run}");
    assert_eq!(run["request"]["inputs"]["file"], path, "it can be asked again as it was");
    let folder =
        json!({ "files": [{ "name": "a.txt", "digest": digest }, { "name": "b.txt", "digest": digest }] });
    let folder = server.post("/api/uploads/folder", folder).await;
    assert_eq!(folder.status, StatusCode::CREATED);
    let told = server.get(&format!("/api/uploads/{}", digest.as_str().unwrap())).await.json();
    let file = |name: &str| json!({ "name": name, "digest": digest, "len": 4 });
    assert_eq!(told, json!({ "digest": digest, "folder": false, "files": [file("letter.txt")] }));
    let folder = folder.json()["digest"].clone();
    let told = server.get(&format!("/api/uploads/{}", folder.as_str().unwrap())).await.json();
    assert_eq!(told, json!({ "digest": folder, "folder": true, "files": [file("a.txt"), file("b.txt")] }));
    for unknown in ["0".repeat(64), "letter.txt".into()] {
        let status = server.get(&format!("/api/uploads/{unknown}")).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{unknown}");
    }
    for (name, bytes, status) in [
        ("..%2Fletter.txt", &b"dear"[..], StatusCode::BAD_REQUEST),
        ("a%2Fb.txt", b"dear", StatusCode::BAD_REQUEST),
        (".profile", b"dear", StatusCode::BAD_REQUEST),
        ("cup.png", b"no picture", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("tool", b"\x7fELF...", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("tool.txt", b"#!/bin/sh\n", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        assert_eq!(upload(name, bytes).await.status(), status, "{name}");
    }
    let missing = json!({ "inputs": { "file": format!("upload:{}/x.txt", "0".repeat(64)) } });
    let missing = server.post("/api/workflows/counted/runs", missing).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let left = std::fs::read_dir(server.folder.path().join("store/uploads")).unwrap();
    let parts = left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(parts.count(), 0, "what was refused is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_is_made_looked_at_and_picked_from() {
    let server = Server::new();
    let wanted = json!({
        "inputs": {},
        "axes": [{ "input": "side", "values": [70, 71] }, { "input": "seed", "values": [1, 2, 3] }],
    });
    let made = server.post("/api/workflows/square/sweeps", wanted).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let sweep = made.json()["sweep"].as_str().unwrap().to_owned();
    for run in made.json()["runs"].as_array().unwrap() {
        server.ended(run["id"].as_str().unwrap()).await;
    }
    let seen = server.get(&format!("/api/sweeps/{sweep}")).await.json();
    assert_eq!(seen["points"].as_array().unwrap().len(), 6);
    assert_eq!(seen["points"][4]["inputs"], json!({ "seed": 2, "side": 71 }));
    assert_eq!(seen["points"][0]["picture"]["name"], "square.png");
    let sheet = server.get(&format!("/api/sweeps/{sweep}/sheet.png")).await;
    assert!(sheet.bytes.starts_with(b"\x89PNG"));
    let run = seen["points"][4]["run"]["id"].clone();
    let judged = json!({ "run": run, "artifact": "square.png", "picked": true, "note": "this one" });
    assert_eq!(server.post("/api/verdicts", judged).await.status, StatusCode::CREATED);
    let verdicts = server.get("/api/verdicts?workflow=square").await.json();
    assert_eq!(verdicts["verdicts"][0]["request"]["inputs"]["side"], 71);
    let path = json!({ "run": run, "artifact": "/etc/hostname", "picked": true });
    assert_eq!(
        server.post("/api/verdicts", path).await.status,
        StatusCode::NOT_FOUND,
        "no file of the machine"
    );
    let wrong = json!({ "axes": [{ "input": "side", "values": [70, 1000] }] });
    let wrong = server.post("/api/workflows/square/sweeps", wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.json()["findings"][0]["message"].as_str().unwrap().starts_with("at side 1000"));
}

#[tokio::test(flavor = "multi_thread")]
async fn workflows_tell_what_a_form_needs() {
    let server = Server::new();
    let square = server.get("/api/workflows/http~square").await.json();
    let side = &square["inputs"][0];
    assert_eq!(
        (&side["kind"], &side["range"]["max"], &side["unit"]),
        (&"integer".into(), &256.into(), &"px".into())
    );
    assert_eq!(square["inputs"][1]["kind"], "seed");
    assert_eq!((&square["nodes"], &square["schema"]["type"]), (&1.into(), &"object".into()));
    assert_eq!(server.get("/api/workflows/counted").await.json()["inputs"][0]["kind"], "path");
    assert_eq!(server.get("/api/workflows/hidden").await.json()["inputs"][0]["kind"], "secret");
    let drawing = server.get("/api/workflows/square/plan.svg").await;
    assert_eq!(drawing.header("content-type"), "image/svg+xml");
    let found = server.get("/api/assets?kind=nodes&q=square+paints").await.json();
    assert_eq!(found["assets"][0]["name"], "paint");
    let metrics = server.get("/metrics").await;
    assert!(String::from_utf8(metrics.bytes).unwrap().contains("lightflow_queue_waiting 0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_no_answer() {
    let server = Server::new();
    let id = server.run("hidden", json!({ "key": "hunter2" })).await;
    let run = server.ended(&id).await;
    assert_eq!(
        (&run["run"]["status"], &run["outputs"]),
        (&"finished".into(), &7.into()),
        "the node has it: {run}"
    );
    let parts = ["", "/request", "/steps", "/events", "/trace", "/logs", "/plan"];
    for path in
        parts.map(|part| format!("/api/runs/{id}{part}")).iter().map(String::as_str).chain(["/api/runs"])
    {
        let answer = server.get(path).await;
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("hunter2"), "{path}");
    }
}
