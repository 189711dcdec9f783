//! JSON to an address.

use lightflow::prelude::*;
use serde_json::Value;

use super::call::Call;
use super::error::HttpError;
use super::get_json::ask;

/// Sends JSON to an address by `POST`, and gives the JSON of the answer.
///
/// A server that answers `429` or `503` did nothing and is asked again; after other failures it may have done something, and is not.
///
/// # Errors
/// Those of [`request`](fn@super::request::request), and an answer that is no JSON.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::http::post_json::post_json;
/// use serde_json::Value;
///
/// /// Orders prints of a photo.
/// #[workflow]
/// fn order(photo: String, prints: u32, key: Secret) -> Value {
///     let json: Value = Value::from_iter([("photo", Value::from(photo)), ("prints", Value::from(prints))]);
///     post_json { url: "https://shop.example/orders", json, token: Some(key), .. }
/// }
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(net), volatile)]
pub async fn post_json(
    /// Where to.
    #[port(len = 1..=65_536)]
    url: &str,
    /// What is sent.
    json: Value,
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
    let mut call = Call::new(url, "POST", &headers, token, &token_header)?;
    (call.timeout, call.retries) = (timeout, retries);
    call.json(&json);
    ask(call, max_bytes, ctx).await
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::HeaderMap;
    use axum::routing::post;
    use serde_json::json;

    use super::*;
    use crate::http::server::serve;

    #[tokio::test]
    async fn json_goes_out_and_comes_back() {
        let answer = |headers: HeaderMap, body: String| async move {
            let kind = headers["content-type"].to_str().unwrap().to_owned();
            format!("[\"{kind}\", {body}]")
        };
        let address = serve(Router::new().route("/", post(answer))).await;
        let url = format!("http://{address}/");
        let sent = json!({ "prints": 2 });
        let got =
            post_json(&url, sent.clone(), vec![], None, "authorization".into(), 60, 0, 1024, &Ctx::test())
                .await;
        assert_eq!(got.unwrap(), json!(["application/json", sent]));
    }
}
