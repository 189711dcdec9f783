//! Asking for the token.

use std::net::IpAddr;

use axum::extract::{Form, FromRequest, Request};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER, SET_COOKIE, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::cookie;
use super::pass::Guarded;
use super::token::Token;
use crate::listen::Peer;
use crate::problem::Problem;

#[derive(Deserialize)]
struct Login {
    token: String,
}

/// Lets a request with the token or its cookie through, takes the token of the page's form, and shows that form to browsers.
pub(super) async fn ask(
    guard: &Guarded,
    token: &Token,
    peer: Option<&Peer>,
    request: Request,
    next: Next,
) -> Response {
    let tls = guard.options.tls;
    let from = peer.and_then(Peer::remote);
    if is_login(&request) {
        return login(guard, token, from, request).await;
    }
    if (request.method(), request.uri().path()) == (&Method::GET, "/login.css") {
        return ([(CONTENT_TYPE, "text/css")], include_str!("login.css")).into_response();
    }
    // The cookie is a digest that nobody guesses: who is logged in is not held up by those who try tokens.
    if cookie::is_there(request.headers(), token, tls) {
        return next.run(request).await;
    }
    let Some(given) = bearer(request.headers()) else {
        return match is_page(&request) {
            true => page(StatusCode::UNAUTHORIZED, request.uri().path(), ""),
            false => unauthorized("this server asks for a token").into_response(),
        };
    };
    match try_token(guard, token, from, given) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Looks at a token, unless too many from there were wrong.
fn try_token(guard: &Guarded, token: &Token, from: Option<IpAddr>, given: &[u8]) -> Result<(), Problem> {
    if let Some(wait) = guard.attempts.wait(from) {
        let seconds = wait.as_secs() + 1;
        let detail = format!("too many wrong tokens came from there; the next is looked at in {seconds} s");
        return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "unauthorized", detail)
            .header(RETRY_AFTER, seconds.into()));
    }
    if token.is(given) {
        return Ok(());
    }
    guard.attempts.wrong(from);
    tracing::warn!(from = from.map(tracing::field::display), "a wrong token");
    Err(unauthorized("the token is wrong"))
}

fn unauthorized(detail: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
        .hint("send `Authorization: Bearer TOKEN`, or log in at `/`")
        .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"lightflow\""))
}

/// The token of `Authorization: Bearer TOKEN`. A header that is something else is a wrong token.
fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get(AUTHORIZATION)?.as_bytes();
    match value.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => Some(token.trim_ascii()),
        _ => Some(b""),
    }
}

/// Whether it is the form of the page that asks: at `/`, where the form is sent to itself, whatever is no form is left to others.
fn is_login(request: &Request) -> bool {
    let headers = request.headers();
    let form = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    match (request.method(), request.uri().path()) {
        (&Method::POST, "/login") => true,
        (&Method::POST, "/") => form && !headers.contains_key(AUTHORIZATION),
        _ => false,
    }
}

/// Whether a browser asks for a page, to show it.
fn is_page(request: &Request) -> bool {
    let html = |accept: &HeaderValue| accept.to_str().is_ok_and(|accept| accept.contains("text/html"));
    request.method() == Method::GET && request.headers().get_all(ACCEPT).iter().any(html)
}

async fn login(guard: &Guarded, token: &Token, from: Option<IpAddr>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let given = match Form::<Login>::from_request(request, &()).await {
        Ok(Form(login)) => login.token,
        // What the form had in it is not said again.
        Err(_) => {
            let problem = Problem::new(StatusCode::BAD_REQUEST, "bad_request", "the form has no `token`");
            return problem.hint("send `token=TOKEN` as application/x-www-form-urlencoded").into_response();
        }
    };
    match try_token(guard, token, from, given.trim().as_bytes()) {
        Ok(()) => {
            let headers = [
                (LOCATION, HeaderValue::from_static("/")),
                (SET_COOKIE, cookie::set(token, guard.options.tls)),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(problem) => {
            let mut response = page(problem.status(), &path, problem.detail());
            let headers = problem.into_response();
            for name in [RETRY_AFTER, WWW_AUTHENTICATE] {
                response
                    .headers_mut()
                    .extend(headers.headers().get(&name).map(|value| (name, value.clone())));
            }
            response
        }
    }
}

/// The page with the form. `said` is one of the guard's own sentences.
fn page(status: StatusCode, path: &str, said: &'_ str) -> Response {
    // What a link says behind its `#` never comes here: only a form that goes to where it is keeps it.
    let action = if path == "/" { "" } else { " action=\"/login\"" };
    let page = include_str!("login.html").replace("<!-- action -->", action).replace("<!-- said -->", said);
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    let mut response = (status, headers, page).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"lightflow\""));
    }
    response
}
