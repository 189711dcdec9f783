//! A job of a service, from sending it to its results.

use std::time::Duration;

use lightflow::prelude::*;
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::Value;

use super::caller::Caller;
use super::fetch::Bounds;
use super::found::{Found, results};
use super::{MediaError, MediaKind, MediaService};
use crate::remote::client::{base_url, client};
use crate::remote::patience::Clock;

/// The times between two questions whether a job is done.
const SHORTEST_POLL: Duration = Duration::from_millis(100);
const LONGEST_POLL: Duration = Duration::from_secs(60);
/// Intervals do not grow beyond this.
const GROWN_POLL: Duration = Duration::from_secs(15);

/// All that makes one job.
pub(super) struct Job<'a> {
    pub service: MediaService,
    pub model: &'a str,
    pub input: &'a Value,
    pub key: &'a str,
    pub base_url: Option<&'a str>,
    pub kind: MediaKind,
    pub poll_seconds: f64,
    pub timeout_seconds: u32,
    pub max_megabytes: u32,
}

/// What a service made.
#[derive(Debug)]
pub(super) struct Made {
    pub found: Vec<Found>,
    /// What the service says of it; `null` where it gives the sound itself.
    pub response: Value,
    base: reqwest::Url,
}

impl Made {
    pub fn bounds(&self, job: &Job<'_>) -> Bounds<'_> {
        Bounds { kind: job.kind, most: u64::from(job.max_megabytes) << 20, base: &self.base }
    }
}

/// Where a job is at a service that works through a queue.
struct Queued {
    status: reqwest::Url,
    cancel: (Method, reqwest::Url),
}

/// Does the job.
pub(super) async fn run<C: Clock>(job: &Job<'_>, ctx: &Ctx, clock: &C) -> Result<Made, MediaError> {
    let base = base_url(job.base_url.unwrap_or(job.service.default_base_url()))?;
    let submission = job.service.submission(&base, job.model, job.input)?;
    let host = base.host_str().unwrap_or_default();
    let caller = Caller {
        client: client(),
        clock,
        key: job.key,
        authorization: job.service.authorization(job.key)?,
        idempotency_key: HeaderValue::from_str(&ctx.idempotency_key()).map_err(|_| MediaError::Key)?,
        service: base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
        base: base.clone(),
    };
    if ctx.cancelled() {
        return Err(MediaError::Cancelled);
    }
    // Services without a queue answer when they are done.
    let patience = match job.service {
        MediaService::Fal | MediaService::Replicate => 60,
        MediaService::OpenaiImages | MediaService::ElevenlabsSpeech => job.timeout_seconds,
    };
    ctx.progress(0.0, format!("sent to {}", caller.service));
    let patience = Duration::from_secs(patience.into());
    let sent = caller.send(Method::POST, &submission.url, Some(&submission.body), patience).await?;
    if sent.media {
        if let Some(text) = job.input.get("text").and_then(Value::as_str) {
            ctx.used("characters", text.chars().count() as f64);
        }
        return Ok(Made { found: vec![Found::Here(sent.body)], response: Value::Null, base });
    }
    let sent = caller.parse(&sent.body)?;
    let response = match job.service {
        MediaService::Fal => {
            let cancel = (Method::PUT, caller.own_url(&sent, "/cancel_url")?);
            let queued = Queued { status: caller.own_url(&sent, "/status_url")?, cancel };
            let result = caller.own_url(&sent, "/response_url")?;
            wait(&caller, job, sent, queued, ctx).await?;
            caller.json(Method::GET, &result, None).await.map_err(|error| failed(error, &caller.service))?
        }
        MediaService::Replicate => {
            let cancel = (Method::POST, caller.own_url(&sent, "/urls/cancel")?);
            let queued = Queued { status: caller.own_url(&sent, "/urls/get")?, cancel };
            wait(&caller, job, sent, queued, ctx).await?
        }
        MediaService::OpenaiImages => {
            for name in ["input_tokens", "output_tokens"] {
                if let Some(tokens) = sent.pointer(&format!("/usage/{name}")).and_then(Value::as_f64) {
                    ctx.used(name, tokens);
                }
            }
            sent
        }
        MediaService::ElevenlabsSpeech => return Err(caller.protocol("it sends no sound")),
    };
    let found = match job.service {
        MediaService::Replicate => results(response.get("output").unwrap_or(&Value::Null), true)?,
        _ => results(&response, false)?,
    };
    Ok(Made { found, response, base })
}

/// fal says only where the result should be that the input was wrong.
fn failed(error: MediaError, service: &str) -> MediaError {
    match error {
        MediaError::Refused { message, .. } => MediaError::JobFailed { service: service.to_owned(), message },
        other => other,
    }
}

/// Asks at growing intervals until the job is done, and gives what the service said last.
async fn wait<C: Clock>(
    caller: &Caller<'_, C>,
    job: &Job<'_>,
    mut answer: Value,
    queued: Queued,
    ctx: &Ctx,
) -> Result<Value, MediaError> {
    let mut remote = Remote { caller, cancel: Some(queued.cancel) };
    let timeout = Duration::from_secs(job.timeout_seconds.into());
    let pause = Duration::try_from_secs_f64(job.poll_seconds).unwrap_or(LONGEST_POLL);
    let mut pause = pause.clamp(SHORTEST_POLL, LONGEST_POLL);
    let mut waited = Duration::ZERO;
    loop {
        let state = answer.get("status").and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase();
        match &*state {
            "COMPLETED" | "SUCCEEDED" => {
                remote.cancel = None;
                let error = answer.get("error").filter(|error| !error.is_null());
                return error.map_or(Ok(answer.clone()), |error| Err(job_failed(caller, error)));
            }
            "FAILED" | "CANCELED" | "CANCELLED" | "ABORTED" | "ERROR" => {
                remote.cancel = None;
                let unsaid = Value::String(format!("it says `{}` and no reason", state.to_ascii_lowercase()));
                let error = answer.get("error").filter(|error| !error.is_null());
                return Err(job_failed(caller, error.unwrap_or(&unsaid)));
            }
            "IN_QUEUE" | "IN_PROGRESS" | "STARTING" | "PROCESSING" | "QUEUED" => {}
            _ => return Err(caller.protocol(&format!("it says the job is `{}`", caller.shown(&state)))),
        }
        let state = said(&answer, &state);
        if ctx.cancelled() {
            return Err(MediaError::Cancelled);
        }
        if waited >= timeout {
            remote.cancel_now().await;
            return Err(MediaError::TimedOut { seconds: timeout.as_secs(), state });
        }
        ctx.progress((waited.as_secs_f64() / timeout.as_secs_f64()) as f32, state);
        let next = pause.min(timeout - waited);
        caller.clock.wait(next).await;
        waited += next;
        pause = pause.max(pause.mul_f64(1.5).min(GROWN_POLL));
        answer = caller.json(Method::GET, &queued.status, None).await?;
    }
}

/// `in queue, 3 before it`
fn said(answer: &Value, state: &str) -> String {
    let state = state.to_ascii_lowercase().replace('_', " ");
    match answer.get("queue_position").and_then(Value::as_u64) {
        Some(before) => format!("{state}, {before} before it"),
        None => state,
    }
}

fn job_failed<C: Clock>(caller: &Caller<'_, C>, error: &Value) -> MediaError {
    let text = error.as_str().map_or_else(|| error.to_string(), str::to_owned);
    MediaError::JobFailed { service: caller.service.clone(), message: caller.shown(&text) }
}

/// A job that runs at the service: dropped before it is done, it is cancelled there as well.
struct Remote<'a, C: Clock> {
    caller: &'a Caller<'a, C>,
    cancel: Option<(Method, reqwest::Url)>,
}

impl<C: Clock> Remote<'_, C> {
    async fn cancel_now(&mut self) {
        if let Some((method, url)) = self.cancel.take() {
            // Whether it still could be cancelled changes nothing here.
            let _ = self.caller.detached(method, &url).send().await;
        }
    }
}

impl<C: Clock> Drop for Remote<'_, C> {
    fn drop(&mut self) {
        if let (Some((method, url)), Ok(runtime)) =
            (self.cancel.take(), tokio::runtime::Handle::try_current())
        {
            runtime.spawn(self.caller.detached(method, &url).send());
        }
    }
}
