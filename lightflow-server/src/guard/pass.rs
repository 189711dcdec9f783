//! The way of a request through the guard.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::attempts::Attempts;
use super::{Asked, Guard, answer, body, host, login, origin, request, secure};
use crate::listen::Peer;
use crate::problem::Problem;

/// The options, and what is remembered between requests.
pub(super) struct Guarded {
    pub(super) options: Guard,
    pub(super) attempts: Attempts,
}

impl Guarded {
    pub(super) fn new(options: Guard) -> Guarded {
        Guarded { options, attempts: Attempts::new() }
    }

    /// Whether the other side of a connection has to show the token.
    pub(super) fn asks(&self, peer: Option<&Peer>) -> bool {
        match (self.options.asked, peer) {
            (Asked::All, _) | (_, None) => true,
            (_, Some(Peer::Unix)) => false,
            (Asked::Tcp, Some(Peer::Tcp { .. })) => true,
            (Asked::Exposed, Some(Peer::Tcp { bound, .. })) => !bound.ip().is_loopback(),
        }
    }
}

/// Lets a request through or answers it.
pub(super) async fn pass(State(guard): State<Arc<Guarded>>, request: Request, next: Next) -> Response {
    let mut response = match AssertUnwindSafe(bounded(&guard, request, next)).catch_unwind().await {
        Ok(response) => answer::as_problem(response).await,
        // The panic hook has said what it was.
        Err(_) => answer::fault().into_response(),
    };
    secure(response.headers_mut());
    response
}

/// Bounds the body and the time.
async fn bounded(guard: &Guarded, request: Request, next: Next) -> Response {
    let limits = &guard.options.limits;
    let route =
        request.extensions().get::<MatchedPath>().and_then(|at| guard.options.routes.get(at.as_str()));
    let limit = route.and_then(|route| route.body).unwrap_or(limits.body);
    let time = if route.is_some_and(|route| route.patient) { Duration::MAX } else { limits.request_time };
    if let Err(problem) =
        request::check(&request, limits).and_then(|()| body::check(request.headers(), limit))
    {
        return problem.into_response();
    }
    let (parts, body) = request.into_parts();
    let (body, meter) = body::metered(body, limit, limits.stall_time);
    let answer = checked(guard, Request::from_parts(parts, body), next);
    match tokio::time::timeout(time, answer).await {
        // A handler that was refused the rest of the body answers something of its own: that is not what went wrong.
        Ok(response) => meter.problem(limit, limits.stall_time).map_or(response, IntoResponse::into_response),
        Err(_) if meter.is_reading() => body::late(time).into_response(),
        Err(_) => {
            let detail = format!("the answer did not begin within {time:?}");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "timed_out", detail).into_response()
        }
    }
}

/// Asks who sent it, and from where.
async fn checked(guard: &Guarded, request: Request, next: Next) -> Response {
    let options = &guard.options;
    let peer = request.extensions().get::<Peer>().cloned();
    let own = match host::check(&request, peer.as_ref(), &options.addresses, &options.hosts) {
        Ok(own) => own,
        Err(problem) => return problem.into_response(),
    };
    if let Err(problem) = origin::check(&request, own.as_ref(), &options.hosts) {
        return problem.into_response();
    }
    match &options.token {
        Some(token) if guard.asks(peer.as_ref()) => {
            login::ask(guard, token, peer.as_ref(), request, next).await
        }
        _ => next.run(request).await,
    }
}
