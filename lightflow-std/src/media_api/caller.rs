//! Requests to a service: with its key, tried again while that helps, and read within bounds.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Response, StatusCode, Url};
use serde_json::Value;

use super::MediaError;
use crate::remote::patience::{Clock, LONGEST_WAIT, RETRIES, is_passing, wait_after};
use crate::remote::redact::{message_of, shown};

/// The most bytes of what a service says; pictures in JSON are the largest of it.
const LONGEST_ANSWER: usize = 128 << 20;

/// Asks one service as one user.
pub(super) struct Caller<'a, C> {
    pub client: Client,
    pub clock: &'a C,
    pub key: &'a str,
    pub authorization: (HeaderName, HeaderValue),
    /// The same for every try of one job.
    pub idempotency_key: HeaderValue,
    pub base: Url,
    /// How the service is called in messages.
    pub service: String,
}

/// What a service answered, whole and with success.
pub(super) struct Answered {
    pub media: bool,
    pub body: Bytes,
}

impl<C: Clock> Caller<'_, C> {
    /// Sends a request, again when the service has no time. `patience` is for one try.
    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        body: Option<&Value>,
        patience: Duration,
    ) -> Result<Answered, MediaError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let response = self.request(method.clone(), url, body).timeout(patience).send().await;
            let response = response.map_err(|error| self.unreachable(&error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            if status.is_success() {
                let media = is_media(&headers);
                return Ok(Answered { media, body: self.body(response).await? });
            }
            let body = self.body(response).await.unwrap_or_default();
            let message = self.shown(&message_of(&String::from_utf8_lossy(&body)));
            let wait = wait_after(tries, Some(&headers), SystemTime::now());
            if !is_passing(status) || tries > RETRIES || wait > LONGEST_WAIT {
                return Err(self.refusal(status, message, tries));
            }
            self.clock.wait(wait).await;
        }
    }

    /// Like [`send`](Self::send), for answers in JSON.
    pub async fn json(&self, method: Method, url: &Url, body: Option<&Value>) -> Result<Value, MediaError> {
        let answered = self.send(method, url, body, Duration::from_secs(60)).await?;
        self.parse(&answered.body)
    }

    pub fn parse(&self, body: &[u8]) -> Result<Value, MediaError> {
        serde_json::from_slice(body).map_err(|error| self.protocol(&format!("it sends broken JSON: {error}")))
    }

    fn request(&self, method: Method, url: &Url, body: Option<&Value>) -> reqwest::RequestBuilder {
        let (name, value) = self.authorization.clone();
        let request = self.client.request(method, url.clone()).header(name, value);
        match body {
            Some(body) => request
                .header("idempotency-key", self.idempotency_key.clone())
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
            None => request,
        }
    }

    /// A request of its own task: whoever drops a job has no time to wait.
    pub fn detached(&self, method: Method, url: &Url) -> reqwest::RequestBuilder {
        self.request(method, url, None).timeout(Duration::from_secs(10))
    }

    /// An address that the service gave for the job. Only the service itself gets the key.
    pub fn own_url(&self, answer: &Value, place: &str) -> Result<Url, MediaError> {
        let text = answer.pointer(place).and_then(Value::as_str);
        let text = text.ok_or_else(|| self.protocol(&format!("its answer has no `{place}`")))?;
        let url = Url::parse(text).ok().filter(|url| url.origin() == self.base.origin());
        url.ok_or_else(|| self.protocol(&format!("its answer leads elsewhere: `{}`", self.shown(text))))
    }

    async fn body(&self, mut response: Response) -> Result<Bytes, MediaError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.unreachable(&error))? {
            if bytes.len() + chunk.len() > LONGEST_ANSWER {
                return Err(MediaError::TooLarge { most: LONGEST_ANSWER as u64 });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.into())
    }

    fn refusal(&self, status: StatusCode, message: String, tries: u32) -> MediaError {
        let (service, code) = (self.service.clone(), status.as_u16());
        match code {
            401..=403 => MediaError::KeyRefused { service, status: code, message },
            _ if is_passing(status) => MediaError::Busy { service, status: code, tries, message },
            _ => MediaError::Refused { service, status: code, message },
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> MediaError {
        MediaError::Unreachable { service: self.service.clone(), reason: self.shown(&reason(error)) }
    }

    pub fn protocol(&self, reason: &str) -> MediaError {
        MediaError::Protocol { service: self.service.clone(), reason: reason.to_owned() }
    }

    pub fn shown(&self, text: &str) -> String {
        shown(text, self.key)
    }
}

/// What the system says, below all wrapping; the client's own text has the URL in it.
pub(super) fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it does not answer in time".to_owned();
    }
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    if std::ptr::addr_eq(deepest, error) { "the connection failed".to_owned() } else { deepest.to_string() }
}

fn is_media(headers: &HeaderMap) -> bool {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    ["audio/", "image/", "video/", "application/octet-stream"].iter().any(|kind| text.starts_with(kind))
}
