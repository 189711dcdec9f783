//! One connection.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tower::ServiceExt;

use super::Peer;
use super::closing::{Closing, Phase};
use super::stream::Stream;
use crate::guard::secure;
use crate::limits::Limits;
use crate::problem::Problem;

/// How long a client that found the server full has to take the answer.
const REFUSAL: Duration = Duration::from_secs(5);

/// Serves a connection until its client or the server ends it.
pub(super) async fn run<S>(stream: Stream<S>, peer: Peer, router: Router, limits: Limits, closing: Closing)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let until = closing.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer.clone());
        request.extensions_mut().insert(closing.clone());
        answer(router.clone(), request, closing.clone())
    });
    let connection = builder(&limits).serve_connection(TokioIo::new(stream), service).with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = until.reached(Phase::Closing) => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                ended = connection => ended,
                () = until.reached(Phase::Cut) => Ok(()),
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}

/// Tells a client that the server is full.
pub(super) async fn refuse<S>(stream: Stream<S>, limits: Limits)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(async |_: hyper::Request<Incoming>| {
        let problem = Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "the server has as many connections as it takes",
        )
        .header(RETRY_AFTER, HeaderValue::from_static("5"))
        .header(CONNECTION, HeaderValue::from_static("close"));
        let mut response = problem.into_response();
        secure(response.headers_mut());
        Ok::<_, Infallible>(response)
    });
    let connection = builder(&limits).keep_alive(false).serve_connection(TokioIo::new(stream), service);
    let _ = tokio::time::timeout(REFUSAL, connection).await;
}

fn builder(limits: &Limits) -> Builder {
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_headers(limits.headers.saturating_mul(2))
        .max_header_size(limits.header_bytes.saturating_mul(2));
    builder
}

async fn answer(router: Router, request: Request, closing: Closing) -> Result<Response, Infallible> {
    let response = router.oneshot(request).await?;
    let events = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if !events {
        return Ok(response);
    }
    // A stream of events has no end of its own. Cut between two frames it is whole, and the client asks again with `Last-Event-ID`.
    let end = Box::pin(closing.reached(Phase::Closing));
    Ok(response.map(|body| Body::from_stream(body.into_data_stream().take_until(end))))
}
