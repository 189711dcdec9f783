//! Looking on while runs go on: no event is missed, none comes twice, and no run waits for who looks on.

mod support;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::StreamExt as _;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message as Frame;

use support::*;

/// One test at a time lets steps go on.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn all_who_look_on_see_every_event_once_whenever_they_came() {
    let _alone = ALONE.lock().await;
    let server = std::sync::Arc::new(Server::new());
    let id = server.run("talk", json!({ "count": 3000, "name": "a" })).await;
    let look = |from: Option<u64>| {
        let (server, id) = (server.clone(), id.clone());
        tokio::spawn(async move { server.events(&id, from).await })
    };
    // Before the run has said half of it, in its middle, and from places that it has not come to.
    let mut readers: Vec<_> =
        (0..40).map(|index| (index * 37, look((index > 0).then(|| index * 37 - 1)))).collect();
    readers.push((4_000, look(Some(3_999))));
    GATE.add_permits(1);
    readers.push((0, look(None)));
    let mut last = None;
    for (from, reader) in readers {
        let seen = reader.await.unwrap();
        let numbers: Vec<u64> = seen.iter().map(|message| message.id).collect();
        assert!(!numbers.is_empty(), "from {from}: {last:?}");
        let expected: Vec<u64> = (from..=*numbers.last().unwrap()).collect();
        assert_eq!(numbers, expected, "without a gap or a double");
        assert_eq!(*last.get_or_insert(*numbers.last().unwrap()), *numbers.last().unwrap());
        assert_eq!(seen.last().unwrap().event, "run_finished");
    }
    assert!(last.unwrap() > 6_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_the_end_of_a_run_finds_it_ended() {
    let server = Server::new();
    for side in 100..140 {
        let id = server.run("square", json!({ "side": side })).await;
        let request = Request::get(format!("/api/runs/{id}/events")).header("accept", "text/event-stream");
        let mut stream =
            server.send(request.body(Body::empty()).unwrap()).await.into_body().into_data_stream();
        let mut text = String::new();
        while !text.contains("event: run_finished") {
            text.push_str(std::str::from_utf8(&stream.next().await.unwrap().unwrap()).unwrap());
        }
        let run = server.get(&format!("/api/runs/{id}")).await.json();
        assert_eq!(run["run"]["status"], "finished");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_does_not_wait_for_who_does_not_read() {
    let _alone = ALONE.lock().await;
    let server = Server::new();
    let id = server.run("talk", json!({ "count": 20_000, "name": "b" })).await;
    let request = Request::get(format!("/api/runs/{id}/events")).header("accept", "text/event-stream");
    let mut slow = server.send(request.body(Body::empty()).unwrap()).await.into_body().into_data_stream();
    assert!(slow.next().await.is_some(), "it reads a bit, and then no more");
    GATE.add_permits(1);
    let run = server.ended(&id).await;
    assert_eq!(run["run"]["status"], "finished");
    let mut rest = Vec::new();
    while let Some(block) = slow.next().await {
        rest.extend_from_slice(&block.unwrap());
    }
    let seen = messages(&String::from_utf8(rest).unwrap());
    assert_eq!(seen.last().unwrap().event, "run_finished", "what it missed is in the journal");
    assert!(seen.windows(2).all(|pair| pair[0].id + 1 == pair[1].id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_carries_the_same() {
    let _alone = ALONE.lock().await;
    let server = Server::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(axum::serve(listener, server.router.clone()).into_future());
    let id = server.run("talk", json!({ "count": 10, "name": "c" })).await;
    let url = format!("ws://{address}/api/runs/{id}/ws?from=1");
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    GATE.add_permits(1);
    let mut seen = Vec::new();
    while let Some(Ok(frame)) = socket.next().await {
        match frame {
            Frame::Text(text) => seen.push(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
            Frame::Close(_) => break,
            _ => {}
        }
    }
    let all = server.events(&id, Some(0)).await;
    assert_eq!(seen, all.into_iter().map(|message| message.data).collect::<Vec<_>>());
    serving.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_and_a_picture_are_seen_while_they_are_made() {
    let _alone = ALONE.lock().await;
    let server = Server::new();
    let id = server.run("tale", json!({ "words": ["Once", "upon", "a", "time"] })).await;
    let request = Request::get(format!("/api/runs/{id}/events")).header("accept", "text/event-stream");
    let mut stream = server.send(request.body(Body::empty()).unwrap()).await.into_body().into_data_stream();
    let mut seen = String::new();
    while !seen.contains("event: preview") {
        seen.push_str(std::str::from_utf8(&stream.next().await.unwrap().unwrap()).unwrap());
    }
    let early = messages(&seen);
    let text = |messages: &[Message]| -> String {
        let tokens = messages.iter().filter(|message| message.event == "token");
        tokens.map(|message| message.data["text"].as_str().unwrap()).collect()
    };
    assert_eq!(text(&early), "Once upon a ");
    let shown = &early.last().unwrap().data;
    assert_eq!((&shown["step"], &shown["media_type"]), (&json!("tell"), &json!("image/png")));
    assert_eq!(BASE64_STANDARD.decode(shown["data"].as_str().unwrap()).unwrap(), png(16, 1));
    let progress = &server.get(&format!("/api/runs/{id}")).await.json()["progress"];
    assert_eq!(progress["running"][0]["text"], "Once upon a ");

    // The reader is cut off, and comes again while the text goes on.
    drop(stream);
    let late = {
        GATE.add_permits(1);
        server.events(&id, Some(early.last().unwrap().id)).await
    };
    assert_eq!(text(&[early, late.clone()].concat()), "Once upon a time");
    assert_eq!(late.last().unwrap().event, "run_finished");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_of_a_run_is_told() {
    let server = Server::new();
    let request = Request::get("/api/events").body(Body::empty()).unwrap();
    let mut changes = server.send(request).await.into_body().into_data_stream();
    let id = server.run("square", json!({ "side": 99 })).await;
    let mut text = String::new();
    while !text.contains("finished") {
        text.push_str(std::str::from_utf8(&changes.next().await.unwrap().unwrap()).unwrap());
    }
    assert!(text.contains(&format!("{{\"run\":\"{id}\",\"status\":\"running\"}}")), "{text}");
    assert!(text.contains(&format!("{{\"run\":\"{id}\",\"status\":\"finished\"}}")), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_another_process_is_followed_too() {
    let server = Server::new();
    let store = lightflow::runs::Store::open(server.folder.path().join("store")).unwrap();
    let run = store.create(lightflow::runs::RunRequest::new("live/square", json!({}))).unwrap();
    run.append(&[json!({ "event": "run_started" })]).unwrap();
    let id = run.id().to_string();
    let reader = server.events(&id, None);
    let writer = tokio::task::spawn_blocking(move || {
        run.append(&[json!({ "event": "run_finished" })]).unwrap();
        run.finish(lightflow::runs::Ending::Finished, None, None).unwrap();
    });
    let (seen, _) = tokio::join!(reader, writer);
    assert_eq!(
        seen.iter().map(|message| message.event.as_str()).collect::<Vec<_>>(),
        ["run_started", "run_finished"]
    );
}
