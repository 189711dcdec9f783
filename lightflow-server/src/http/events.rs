//! The events of runs: as a page of JSON, as Server-Sent Events, and over a WebSocket.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json as Answer;
use axum::body::Body;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::stream;
use lightflow_service::runs::RunId;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::error::bad_request;
use super::extract::{OneRun, Query};
use crate::app::App;
use crate::listen::Closing;
use crate::live::{Follow, Line};
use crate::problem::Problem;

/// The most events of one page.
const MOST: usize = 10_000;

/// How often a silent stream says that it is still there.
const ALIVE: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
pub struct Page {
    from: Option<u64>,
    limit: Option<usize>,
}

/// The events of a run: as a stream if that is accepted, else as a page.
pub async fn of_run(
    State(app): State<App>,
    OneRun(run): OneRun,
    headers: HeaderMap,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/event-stream") {
        let from = match headers.get("last-event-id") {
            Some(last) => {
                let last = last.to_str().ok().and_then(|last| last.parse::<u64>().ok());
                last.and_then(|last| last.checked_add(1))
                    .ok_or_else(|| bad_request("`Last-Event-ID` is no number of an event"))?
            }
            None => page.from.unwrap_or(0),
        };
        return stream(&app, run.id, from);
    }
    let (from, limit) = (page.from.unwrap_or(0), page.limit.unwrap_or(1_000).clamp(1, MOST));
    app.blocking(move |app| {
        let events = app.store().journal(run.id, from)?.read(limit)?;
        let next = events.last().map_or(from, |event| event.seq + 1);
        let events: Vec<Value> =
            events.iter().filter_map(|event| serde_json::from_str(&event.json).ok()).collect();
        Ok(Answer(json!({ "events": events, "next": next })).into_response())
    })
    .await
}

/// The events of a run as a stream. What is there at once goes out at once: many may look on.
fn stream(app: &App, run: RunId, from: u64) -> Result<Response, Problem> {
    let follow = Follow::new(app.tails(), run, from)?;
    let blocks = stream::unfold(follow, |mut follow| async move {
        // What is dropped by the time-out is read again.
        let block = match tokio::time::timeout(ALIVE, follow.next()).await {
            Ok(Ok(Some(lines))) => messages(&lines),
            Ok(Ok(None)) => return None,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a stream of events ends early");
                return None;
            }
            Err(_) => Bytes::from_static(b":\n\n"),
        };
        Some((Ok::<_, Infallible>(block), follow))
    });
    let head = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    Ok((head, Body::from_stream(blocks)).into_response())
}

fn messages(lines: &[Line]) -> Bytes {
    match lines {
        [only] => only.message.clone(),
        lines => {
            let mut block = BytesMut::with_capacity(lines.iter().map(|line| line.message.len()).sum());
            lines.iter().for_each(|line| block.extend_from_slice(&line.message));
            block.freeze()
        }
    }
}

/// The same over a WebSocket.
pub async fn socket(
    State(app): State<App>,
    OneRun(run): OneRun,
    Query(page): Query<Page>,
    closing: Option<Extension<Closing>>,
    request: Request,
) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &app)
        .await
        .map_err(|rejection| bad_request(rejection.body_text()).hint("ask with a client of WebSockets"))?;
    let follow = Follow::new(app.tails(), run.id, page.from.unwrap_or(0))?;
    Ok(upgrade.max_message_size(1 << 16).on_upgrade(|socket| send(socket, follow, closing)))
}

async fn send(mut socket: WebSocket, mut follow: Follow, closing: Option<Extension<Closing>>) {
    let closes = async {
        match closing {
            Some(Extension(closing)) => closing.begun().await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(closes);
    loop {
        tokio::select! {
            next = follow.next() => {
                let Ok(Some(lines)) = next else { break };
                for line in lines {
                    if socket.send(Message::text(&*line.json)).await.is_err() {
                        return;
                    }
                }
            }
            // The next server goes on, from the event that was seen last.
            () = &mut closes => break,
            // Nothing is asked over it, but an end has to be noticed.
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
    }
    let _ = socket.send(Message::Close(None)).await;
}

/// Every change of the status of a run of this server.
pub async fn of_all(State(app): State<App>) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let changes = stream::unfold(app.queue().changes(), |mut changes| async move {
        let event = match changes.recv().await {
            Ok(change) => Event::default().event("run").data(json!(change).to_string()),
            // Who was too slow lists the runs again.
            Err(RecvError::Lagged(_)) => Event::default().event("lagged").data("{}"),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(event), changes))
    });
    Sse::new(changes).keep_alive(KeepAlive::new().interval(ALIVE))
}
