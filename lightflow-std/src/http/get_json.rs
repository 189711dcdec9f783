//! JSON from an address.

use lightflow::prelude::*;
use serde_json::Value;

use super::call::Call;
use super::error::HttpError;

/// Asks an address for JSON.
///
/// # Errors
/// Those of [`request`](fn@super::request::request), and an answer that is no JSON.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::http::get_json::get_json;
/// use serde_json::Value;
///
/// /// What a service knows about a city.
/// #[workflow]
/// fn weather(city: String, key: Secret) -> Value {
///     get_json { url: &format!("https://weather.example/cities/{city}"), token: Some(key), .. }
/// }
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(net), volatile)]
pub async fn get_json(
    /// Where from.
    #[port(len = 1..=65_536)]
    url: &str,
    /// Names and values.
    #[port(default = Vec::new(), len = 0..=256)]
    headers: Vec<(String, String)>,
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
    /// The largest answer.
    #[port(default = 64 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_bytes: u64,
    ctx: &Ctx,
) -> Result<Value, HttpError> {
    let mut call = Call::new(url, "GET", &headers, token, &token_header)?;
    (call.timeout, call.retries) = (timeout, retries);
    ask(call, max_bytes, ctx).await
}

/// Sends a request whose answer is JSON.
pub(super) async fn ask(mut call: Call, max_bytes: u64, ctx: &Ctx) -> Result<Value, HttpError> {
    use reqwest::header::{ACCEPT, HeaderValue};
    call.headers.entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
    let answer = call.answer(max_bytes, true, ctx).await?;
    serde_json::from_slice(&answer.body).map_err(|source| HttpError::NotJson { url: call.shown(), source })
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use serde_json::json;

    use super::*;
    use crate::http::server::serve;

    async fn ask(body: &'static str) -> Result<Value, HttpError> {
        let address = serve(Router::new().route("/", get(move || async move { body }))).await;
        let url = format!("http://{address}/?key=hunter2");
        get_json(&url, vec![], None, "authorization".into(), 60, 0, 1024, &Ctx::test()).await
    }

    #[tokio::test]
    async fn json_is_a_value() {
        assert_eq!(ask("{\"a\": [1]}").await.unwrap(), json!({ "a": [1] }));
    }

    #[tokio::test]
    async fn something_else_is_an_error_without_the_query() {
        let error = ask("<html>").await.unwrap_err().to_string();
        assert!(error.contains("is no JSON") && !error.contains("hunter2"), "{error}");
    }
}
