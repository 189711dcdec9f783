//! One request with its redirects and further tries: what all nodes of the family share.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use lightflow::{Ctx, Secret};
use reqwest::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
};
use reqwest::{Method, Response, StatusCode, Url};
use tokio::time::{sleep, timeout};

use super::client::client;
use super::error::HttpError;
use super::retry::{bears_repetition, passes, pause};
use super::secret::{self, hide};
use super::url::{parse, redirect, same_server, shown};

/// How many redirects are followed.
const REDIRECTS: usize = 10;

/// Characters of a body in a message about an answer that says no.
const SAID: usize = 300;

/// A request.
#[derive(Debug)]
pub struct Call {
    pub url: Url,
    pub method: Method,
    /// These stay with the server of `url`.
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
    pub token: Option<Secret>,
    /// Seconds for one try.
    pub timeout: u64,
    /// Further tries.
    pub retries: u32,
}

/// An answer that is read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What is to be done after a try.
pub enum Fate {
    /// It failed for good.
    Failed(HttpError),
    /// It failed, and may not fail again.
    Again(HttpError, Option<Box<HeaderMap>>),
}

impl Call {
    /// A request that is checked as far as it can be before it is sent.
    pub fn new(
        url: &str,
        method: &str,
        headers: &[(String, String)],
        token: Option<Secret>,
        token_header: &str,
    ) -> Result<Self, HttpError> {
        let wrong = || HttpError::Method { method: method.to_owned() };
        let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).map_err(|_| wrong())?;
        if method == Method::CONNECT {
            return Err(wrong());
        }
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            let wrong = || HttpError::Header { name: name.to_owned() };
            let name = HeaderName::try_from(name).map_err(|_| wrong())?;
            all.append(name, HeaderValue::try_from(value).map_err(|_| wrong())?);
        }
        if let Some(token) = &token {
            let (name, value) = secret::header(token, token_header)?;
            all.insert(name, value);
        }
        Ok(Self { url: parse(url)?, method, headers: all, body: None, token, timeout: 60, retries: 0 })
    }

    /// Gives it a body of JSON.
    pub fn json(&mut self, value: &serde_json::Value) {
        self.body = Some(value.to_string().into());
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    }

    /// Sends it, again where that is worth it, and reads the answer, up to `limit` bytes.
    pub async fn answer(&self, limit: u64, check: bool, ctx: &Ctx) -> Result<Answer, HttpError> {
        let time = Duration::from_secs(self.timeout);
        let mut tried = 0;
        loop {
            let one = timeout(time, self.once(limit, check));
            let fate = match one.await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(fate)) => fate,
                Err(_) => self.late(),
            };
            tried += 1;
            self.wait(fate, tried, ctx).await?;
        }
    }

    /// Sends it once, and reads the answer.
    async fn once(&self, limit: u64, check: bool) -> Result<Answer, Fate> {
        let response = self.send(&HeaderMap::new()).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = if check && !status.is_success() {
            // A page that explains it: the beginning will do.
            return Err(self.refused(response).await);
        } else {
            self.read(response, limit).await?
        };
        Ok(Answer { status, headers, body })
    }

    /// Sends it and follows redirects; `more` are headers for this try.
    pub async fn send(&self, more: &HeaderMap) -> Result<Response, Fate> {
        let client = client().map_err(Fate::Failed)?;
        let (mut url, mut method, mut body) = (self.url.clone(), self.method.clone(), self.body.clone());
        let mut headers = self.headers.clone();
        for _ in 0..=REDIRECTS {
            let mut request =
                client.request(method.clone(), url.clone()).headers(headers.clone()).headers(more.clone());
            if let Some(body) = &body {
                request = request.body(body.clone());
            }
            let response = request.send().await.map_err(|error| self.lost(error))?;
            let Some(location) = location(&response) else { return Ok(response) };
            let next = redirect(&url, &location).map_err(Fate::Failed)?;
            if !same_server(&url, &next) {
                let kept = headers.remove(CONTENT_TYPE);
                headers.clear();
                headers.extend(kept.map(|value| (CONTENT_TYPE, value)));
            }
            // RFC 9110, section 15.4: after these, one asks for the page to be shown.
            let to_get = match response.status().as_u16() {
                303 => method != Method::HEAD,
                301 | 302 => method == Method::POST,
                _ => false,
            };
            if to_get {
                (method, body) = (Method::GET, None);
                headers.remove(CONTENT_TYPE);
                headers.remove(CONTENT_LENGTH);
                headers.remove(CONTENT_ENCODING);
            }
            url = next;
        }
        Err(Fate::Failed(HttpError::Redirects { url: self.shown(), most: REDIRECTS }))
    }

    /// What an answer that says no means.
    pub async fn refused(&self, mut response: Response) -> Fate {
        let (status, headers) = (response.status(), response.headers().clone());
        let mut begin = Vec::new();
        while begin.len() < SAID * 4
            && let Ok(Some(piece)) = response.chunk().await
        {
            begin.extend_from_slice(&piece[..piece.len().min(SAID * 4)]);
        }
        let text = hide(&String::from_utf8_lossy(&begin), self.token.as_ref());
        let text: String =
            text.trim().chars().filter(|character| !character.is_control()).take(SAID).collect();
        let said = if text.is_empty() { String::new() } else { format!(" and said `{text}`") };
        let error = HttpError::Status { url: self.shown(), status: status.to_string(), said };
        if passes(status, &self.method) {
            Fate::Again(error, Some(Box::new(headers)))
        } else {
            Fate::Failed(error)
        }
    }

    async fn read(&self, mut response: Response, limit: u64) -> Result<Bytes, Fate> {
        let large = || Fate::Failed(HttpError::TooLarge { url: self.shown(), limit });
        if self.method != Method::HEAD && response.content_length().is_some_and(|length| length > limit) {
            return Err(large());
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| self.lost(error))? {
            if (body.len() + piece.len()) as u64 > limit {
                return Err(large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.into())
    }

    /// What a connection that failed means.
    pub fn lost(&self, error: reqwest::Error) -> Fate {
        // Who was never reached did nothing.
        let again = error.is_connect() || (bears_repetition(&self.method) && !error.is_builder());
        let error = HttpError::Connection { url: self.shown(), source: deepest(&error.without_url()).into() };
        if again { Fate::Again(error, None) } else { Fate::Failed(error) }
    }

    /// What an answer that did not come in time means.
    pub fn late(&self) -> Fate {
        let error = HttpError::Timeout { url: self.shown(), seconds: self.timeout };
        if bears_repetition(&self.method) { Fate::Again(error, None) } else { Fate::Failed(error) }
    }

    /// Waits before the next try, the one after `tried`, or gives the error if there is none.
    pub async fn wait(&self, fate: Fate, tried: u32, ctx: &Ctx) -> Result<(), HttpError> {
        let (error, headers) = match fate {
            Fate::Again(error, headers) if tried <= self.retries => (error, headers),
            Fate::Again(error, _) | Fate::Failed(error) => return Err(error),
        };
        let Some(pause) = pause(headers.as_deref(), tried, SystemTime::now()) else { return Err(error) };
        ctx.log(format!(
            "{error}; try {} of {} in {:.1} s",
            tried + 1,
            self.retries + 1,
            pause.as_secs_f64()
        ));
        sleep(pause).await;
        Ok(())
    }

    /// The address for messages.
    pub fn shown(&self) -> String {
        shown(&self.url)
    }
}

fn location(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    Some(String::from_utf8_lossy(response.headers().get(LOCATION)?.as_bytes()).into_owned())
}

/// The words of the cause: those around it say that a request was sent.
fn deepest(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
