//! Any request.

use bytes::Bytes;
use lightflow::prelude::*;
use serde_json::Value;

use super::call::{Answer, Call};
use super::error::HttpError;

/// An answer.
#[derive(Ports, Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Its code, such as 200.
    pub status: u16,
    /// Names in small letters, with values; those that are no text are left out.
    pub headers: Vec<(String, String)>,
    /// The body as it was sent.
    pub body: Bytes,
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let text = |value: &reqwest::header::HeaderValue| value.to_str().ok().map(str::to_owned);
        let headers =
            answer.headers.iter().filter_map(|(name, value)| Some((name.to_string(), text(value)?)));
        Self { status: answer.status.as_u16(), headers: headers.collect(), body: answer.body }
    }
}

/// Sends a request over HTTP, and gives the answer.
///
/// `token` is a secret: it goes into the header `token_header`, as `Bearer ..` if that is `authorization`, and neither it nor `headers` follow
/// a redirect to another server. See [the family](super) for what is tried again.
///
/// # Errors
/// An address that is none, no answer in time, a body of more than `max_bytes`, and, if `check`, an answer that is no success.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::http::request::request;
///
/// /// Whether a page is there.
/// #[workflow]
/// fn is_there(url: String) -> u16 {
///     let answer = request { url: &url, method: "HEAD".to_owned(), check: false, .. };
///     answer.status
/// }
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(net), volatile)]
pub async fn request(
    /// Where to.
    #[port(len = 1..=65_536)]
    url: &str,
    /// What to do.
    #[port(default = "GET", matches = "[A-Za-z]+")]
    method: String,
    /// Names and values.
    #[port(default = Vec::new(), len = 0..=256)]
    headers: Vec<(String, String)>,
    /// A body of JSON.
    #[port(default = None)]
    json: Option<Value>,
    /// A body of bytes.
    #[port(default = None)]
    body: Option<Bytes>,
    /// A token or a key.
    #[port(default = None)]
    token: Option<Secret>,
    /// The header for `token`.
    #[port(default = "authorization", len = 1..=256)]
    token_header: String,
    /// How long one try may take.
    #[port(default = 60, range = 1..=86_400, unit = "s")]
    timeout: u64,
    /// How often it is tried again.
    #[port(default = 3, range = 0..=10)]
    retries: u32,
    /// The largest body.
    #[port(default = 64 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_bytes: u64,
    /// Whether an answer that is no success (200 to 299) is an error.
    #[port(default = true)]
    check: bool,
    ctx: &Ctx,
) -> Result<Response, HttpError> {
    let mut call = Call::new(url, &method, &headers, token, &token_header)?;
    (call.timeout, call.retries) = (timeout, retries);
    match (json, body) {
        (Some(_), Some(_)) => return Err(HttpError::TwoBodies),
        (Some(value), None) => call.json(&value),
        (None, body) => call.body = body,
    }
    Ok(call.answer(max_bytes, check, ctx).await?.into())
}

#[cfg(test)]
mod tests;
