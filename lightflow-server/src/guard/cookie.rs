//! The cookie of the page.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use super::token::Token;

/// Whether a request has the cookie of the token.
pub(super) fn is_there(headers: &HeaderMap, token: &Token, tls: bool) -> bool {
    let name = token.cookie_name(tls);
    let pairs =
        headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .any(|(key, value)| key == name && token.is_cookie(value))
}

/// The header that sets it. No script can read it, no other site can send it, and it ends with the browser.
pub(super) fn set(token: &Token, tls: bool) -> HeaderValue {
    let secure = if tls { "; Secure" } else { "" };
    let line =
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", token.cookie_name(tls), token.cookie());
    HeaderValue::try_from(line).expect("it is ASCII")
}
