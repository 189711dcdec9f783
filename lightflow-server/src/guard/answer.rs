//! Answers that are errors.

use axum::body::{Body, HttpBody, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Texts of errors that are taken over as a problem's detail, in bytes.
const TEXT: u64 = 4096;

/// An error without a body, or with a short text, as a problem. The router's own 404 and 405 are such, and what extractors say of requests.
///
/// Headers stay (`Allow`, `Retry-After`, `Content-Range`). What a fault of the server says is not for clients.
pub(super) async fn as_problem(response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || !is_text(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let text = to_bytes(body, TEXT as usize).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let problem = if status.is_server_error() {
        if !text.is_empty() {
            tracing::error!(%status, %text, "a request failed");
        }
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            fault()
        } else {
            Problem::new(status, code(status), said(status))
        }
    } else {
        let detail = if text.trim().is_empty() { said(status).to_owned() } else { text.trim().to_owned() };
        Problem::new(status, code(status), detail)
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(Problem::CONTENT_TYPE));
    let body = problem.into_response().into_body();
    Response::from_parts(parts, Body::new(body))
}

/// The server's own mistake. What it was is in the log.
pub(super) fn fault() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the server made a mistake")
        .hint("its log says which")
}

fn is_text(response: &Response) -> bool {
    let length = response.body().size_hint().exact();
    let plain = match response.headers().get(CONTENT_TYPE) {
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
        None => true,
    };
    length == Some(0) || plain && length.is_some_and(|length| length <= TEXT)
}

fn code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "unauthorized",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => "timed_out",
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => "too_large",
        status if status.is_server_error() => "internal",
        _ => "bad_request",
    }
}

fn said(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "there is nothing at this path",
        StatusCode::METHOD_NOT_ALLOWED => "this path does not take this method",
        StatusCode::RANGE_NOT_SATISFIABLE => "the range is not inside of the content",
        status => status.canonical_reason().unwrap_or("the request cannot be answered"),
    }
}
