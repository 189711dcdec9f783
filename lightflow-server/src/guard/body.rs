//! Bodies: how large, and how slow.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::problem::Problem;

/// What became of a body.
#[derive(Debug, Default)]
pub(super) struct Meter(AtomicU8);

/// Nobody waits for it: it is not asked for, has ended, or broke off.
const QUIET: u8 = 0;
/// Somebody waits for the client.
const READING: u8 = 1;
const TOO_LARGE: u8 = 2;
const STALLED: u8 = 3;

impl Meter {
    /// What was wrong with the body, as far as it was read.
    pub(super) fn problem(&self, limit: u64, stall: Duration) -> Option<Problem> {
        match self.0.load(Ordering::Relaxed) {
            TOO_LARGE => Some(too_large(limit)),
            STALLED => Some(late(stall)),
            _ => None,
        }
    }

    /// Whether the client is waited for.
    pub(super) fn is_reading(&self) -> bool {
        self.0.load(Ordering::Relaxed) == READING
    }
}

/// Refuses a body that is announced as too large, before a byte of it is read.
pub(super) fn check(headers: &HeaderMap, limit: u64) -> Result<(), Problem> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit) { Err(too_large(limit)) } else { Ok(()) }
}

/// The body, which ends with an error where it is longer than `limit` bytes or where nothing comes for `stall`.
pub(super) fn metered(body: Body, limit: u64, stall: Duration) -> (Body, Arc<Meter>) {
    use axum::body::HttpBody;

    let meter = Arc::new(Meter::default());
    if body.is_end_stream() {
        return (body, meter);
    }
    let limited = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX));
    let parts = stream::unfold(Some((limited.into_data_stream(), meter.clone())), move |state| async move {
        let (mut parts, meter) = state?;
        meter.0.store(READING, Ordering::Relaxed);
        let (end, item): (u8, Result<Bytes, axum::BoxError>) =
            match tokio::time::timeout(stall, parts.next()).await {
                Ok(Some(Ok(bytes))) => {
                    meter.0.store(QUIET, Ordering::Relaxed);
                    return Some((Ok(bytes), Some((parts, meter))));
                }
                Ok(Some(Err(error))) if error.is::<LengthLimitError>() => (TOO_LARGE, Err(error)),
                Ok(Some(Err(error))) => (QUIET, Err(error)),
                Ok(None) => {
                    meter.0.store(QUIET, Ordering::Relaxed);
                    return None;
                }
                Err(late) => (STALLED, Err(late.into())),
            };
        meter.0.store(end, Ordering::Relaxed);
        Some((item, None))
    });
    (Body::from_stream(parts), meter)
}

/// The rest of a body did not come in time.
pub(super) fn late(time: Duration) -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "timed_out", format!("the body did not come within {time:?}"))
}

fn too_large(limit: u64) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("the body is larger than {limit} bytes"))
        .hint("send large files to `POST /api/uploads`")
}
