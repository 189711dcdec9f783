//! Moving what a node makes onto its edge.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_core::Stream;
use futures_util::StreamExt as _;
use tokio::sync::mpsc::error::TrySendError;

use super::Feed;
use crate::engine::step_path;
use crate::event::EventKind;
use crate::frame::{Cx, NodeError};

/// How often an edge is told of while items pass.
const TOLD: Duration = Duration::from_millis(250);

/// The items of a stream that cannot fail.
pub fn items<S: Stream>(stream: S) -> impl Stream<Item = Result<S::Item, NodeError>> {
    stream.map(Ok)
}

/// The items of a stream that can.
pub fn fallible<T, E, S: Stream<Item = Result<T, E>>>(
    stream: S,
    failure: fn(E) -> NodeError,
) -> impl Stream<Item = Result<T, NodeError>> {
    stream.map(move |item| item.map_err(failure))
}

/// Moves items onto an edge until there is none, one fails, or nobody reads any more.
///
/// # Errors
/// Those of an item.
pub async fn pump<T>(
    stream: impl Stream<Item = Result<T, NodeError>>,
    feed: Feed<T>,
    cx: Cx<'_>,
) -> Result<(), NodeError> {
    let mut stream = pin!(stream);
    let mut left = pin!(feed.items.closed());
    let (mut count, mut told) = (0, Instant::now());
    loop {
        let next = poll_fn(|context| match left.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => stream.as_mut().poll_next(context),
        });
        let Some(item) = next.await else { break };
        let item = item?;
        let room = match feed.items.try_reserve() {
            Ok(room) => room,
            Err(TrySendError::Closed(())) => break,
            Err(TrySendError::Full(())) => {
                let since = Instant::now();
                let room = feed.items.reserve().await;
                feed.gauge.blocked(since.elapsed());
                let Ok(room) = room else { break };
                room
            }
        };
        room.send(item);
        count += 1;
        if cx.run.events().is_some() && told.elapsed() >= TOLD {
            told = Instant::now();
            tell(&feed, cx, count);
        }
    }
    tell(&feed, cx, count);
    feed.gauge.finish();
    Ok(())
}

fn tell<T>(feed: &Feed<T>, cx: Cx<'_>, items: u64) {
    cx.run.emit(|| {
        let capacity = feed.items.max_capacity();
        let (blocked, starved) = feed.gauge.waits();
        let queued = capacity - feed.items.capacity();
        EventKind::Streamed { step: step_path(cx.frame, cx.step), items, queued, capacity, blocked, starved }
    });
}
