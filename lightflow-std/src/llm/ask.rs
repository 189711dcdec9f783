//! One question and its answer: sent, tried again while that helps, and read as it streams in.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use futures_util::StreamExt as _;
use genai::chat::{ChatStreamEvent, StopReason, StreamEnd};
use genai::webc::StreamTimeout;
use genai::{Client, Error as Failure};
use lightflow::prelude::*;
use reqwest::header::HeaderMap;

use super::client::{self, Question};
use super::{ChatError, ToolCall, message};
use crate::remote::patience::{Clock, LONGEST_WAIT, RETRIES, SystemClock, is_passing, wait_after};
use crate::remote::redact::{message_of, shown};

/// The most bytes of an answer.
const LONGEST_ANSWER: usize = 8 << 20;

/// What a model answered.
pub(super) struct Answered {
    pub text: String,
    pub calls: Vec<ToolCall>,
    /// Whether `max_tokens` ended it.
    pub cut_off: bool,
}

/// Asks, and asks again when the service has no time.
pub(super) async fn ask(question: Question<'_>, ctx: &Ctx) -> Result<Answered, ChatError> {
    ask_by(question, ctx, &SystemClock).await
}

pub(super) async fn ask_by(
    question: Question<'_>,
    ctx: &Ctx,
    clock: &impl Clock,
) -> Result<Answered, ChatError> {
    message::check(question.messages)?;
    let (_, service) = client::target(&question)?;
    let client = Client::builder().with_reqwest(crate::remote::client::client()).build();
    let client = client.map_err(|error| ChatError::Model(format!("client cannot be made: {error}")))?;
    let mut tries = 0;
    loop {
        if ctx.cancelled() {
            return Err(ChatError::Cancelled);
        }
        tries += 1;
        let mut attempt = Attempt { question, service: &service, ctx, tries, text: String::new() };
        match attempt.run(&client).await {
            Ok(answered) => return Ok(answered),
            Err(Refusal { error, wait: Some(wait) }) if tries <= RETRIES && wait <= LONGEST_WAIT => {
                ctx.log(format!("asks again in {:.1} s: {error}", wait.as_secs_f32()));
                clock.wait(wait).await;
            }
            Err(Refusal { error, .. }) => return Err(error),
        }
    }
}

/// Why one try gave nothing, and how long to wait before the next if there is sense in one.
struct Refusal {
    error: ChatError,
    wait: Option<Duration>,
}

impl From<ChatError> for Refusal {
    fn from(error: ChatError) -> Self {
        Self { error, wait: None }
    }
}

struct Attempt<'a> {
    question: Question<'a>,
    service: &'a str,
    ctx: &'a Ctx,
    tries: u32,
    text: String,
}

impl Attempt<'_> {
    async fn run(&mut self, client: &Client) -> Result<Answered, Refusal> {
        let (target, _) = client::target(&self.question)?;
        let (request, options) = (client::request(&self.question), client::options(&self.question));
        let sent = client.exec_chat_stream(target, request, Some(&options)).await;
        let mut stream = sent.map_err(|failure| self.refusal(&failure))?.stream;
        let mut heard = false;
        while let Some(event) = stream.next().await {
            if self.ctx.cancelled() {
                return Err(ChatError::Cancelled.into());
            }
            match event.map_err(|failure| self.refusal(&failure))? {
                ChatStreamEvent::Chunk(chunk) => {
                    if self.text.len() + chunk.content.len() > LONGEST_ANSWER {
                        return Err(ChatError::TooLong(LONGEST_ANSWER).into());
                    }
                    self.text.push_str(&chunk.content);
                    self.ctx.token(chunk.content);
                    heard = true;
                }
                ChatStreamEvent::End(end) => return Ok(self.answered(end)?),
                ChatStreamEvent::Start | ChatStreamEvent::Heartbeat => {}
                ChatStreamEvent::ReasoningChunk(_)
                | ChatStreamEvent::ThoughtSignatureChunk(_)
                | ChatStreamEvent::ToolCallChunk(_) => heard = true,
            }
        }
        Err(if heard { self.broken_off(String::new()) } else { self.protocol("it sends no answer".into()) }
            .into())
    }

    fn answered(&mut self, end: StreamEnd) -> Result<Answered, ChatError> {
        if let Some(usage) = &end.captured_usage {
            let count = |tokens: Option<i32>| f64::from(tokens.unwrap_or(0).max(0));
            let (input, output) = (count(usage.prompt_tokens), count(usage.completion_tokens));
            self.ctx.used("input_tokens", input);
            self.ctx.used("output_tokens", output);
            if let Some(cost) = self.question.model.cost(input, output) {
                self.ctx.used("cost_usd", cost);
            }
        }
        let stop = end.captured_stop_reason.clone();
        let cut_off = matches!(stop, Some(StopReason::MaxTokens(_)));
        let calls = end.captured_into_tool_calls().unwrap_or_default();
        let calls: Vec<ToolCall> = calls
            .into_iter()
            .map(|call| ToolCall { id: call.call_id, name: call.fn_name, arguments: call.fn_arguments })
            .collect();
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() && calls.is_empty() {
            return Err(ChatError::Empty(match stop {
                Some(StopReason::ContentFilter(_)) => ": the service filtered it out",
                Some(StopReason::MaxTokens(_)) => " within `max_tokens`",
                _ => "",
            }));
        }
        Ok(Answered { text, calls, cut_off })
    }

    fn refusal(&self, failure: &Failure) -> Refusal {
        let failure = inner(failure);
        if let Some(status) = failure.status() {
            let status = status.as_u16();
            return self.refused(status, body_of(failure), failure.headers());
        }
        let error = match failure {
            Failure::WebStream { error, cause, .. } => return self.interrupted(&**error, cause).into(),
            Failure::ChatResponse { body, .. } => return self.failed(body),
            Failure::StreamParse { serde_error, .. } => {
                self.protocol(format!("it sends broken JSON: {serde_error}"))
            }
            other => self.protocol(other.to_string()),
        };
        error.into()
    }

    /// The service answered with a status that is no success.
    fn refused(&self, status: u16, body: &str, headers: Option<&HeaderMap>) -> Refusal {
        let message = self.shown(&message_of(body));
        let service = self.service.to_owned();
        let passing = reqwest::StatusCode::from_u16(status).is_ok_and(is_passing);
        if passing {
            let wait = wait_after(self.tries, headers, SystemTime::now());
            let error = ChatError::Busy { service, status, tries: self.tries, message };
            return Refusal { error, wait: Some(wait) };
        }
        let error = match status {
            401 | 403 => ChatError::KeyRefused { service, status, message },
            _ => ChatError::Refused { service, status, message },
        };
        error.into()
    }

    /// The connection failed, before or in the middle of an answer.
    fn interrupted(&self, error: &(dyn std::error::Error + Send + Sync + 'static), cause: &str) -> ChatError {
        let service = self.service.to_owned();
        if error.is::<StreamTimeout>() {
            return ChatError::Silence { service, seconds: self.question.model.timeout_seconds };
        }
        let reason = match error.downcast_ref::<reqwest::Error>() {
            // Its own text has the URL in it, which may have more than a user wants to see in a log.
            Some(error) => self.shown(&innermost(error)),
            None => self.shown(cause),
        };
        if error
            .downcast_ref::<reqwest::Error>()
            .is_some_and(|error| error.is_connect() || error.is_request())
        {
            return ChatError::Unreachable { service, reason };
        }
        self.broken_off(format!(": {reason}"))
    }

    /// The service says within the stream that it fails.
    fn failed(&self, body: &serde_json::Value) -> Refusal {
        let message = self.shown(&message_of(&body.to_string()));
        let kind =
            body.pointer("/error/type").or_else(|| body.pointer("/type")).and_then(|kind| kind.as_str());
        let passing = matches!(kind, Some("overloaded_error" | "rate_limit_error"));
        let error = ChatError::Failed { service: self.service.to_owned(), message };
        // Once somebody read the beginning of an answer, another one would follow on it.
        let wait = (passing && self.text.is_empty()).then(|| wait_after(self.tries, None, SystemTime::now()));
        Refusal { error, wait }
    }

    fn broken_off(&self, reason: String) -> ChatError {
        ChatError::BrokenOff {
            service: self.service.to_owned(),
            characters: self.text.chars().count(),
            reason,
        }
    }

    fn protocol(&self, reason: String) -> ChatError {
        let protocol = self.question.model.provider.protocol();
        ChatError::Protocol { service: self.service.to_owned(), protocol, reason: self.shown(&reason) }
    }

    fn shown(&self, text: &str) -> String {
        shown(text, self.question.key)
    }
}

/// The client wraps errors of its own in those of streams.
fn inner(failure: &Failure) -> &Failure {
    match failure {
        Failure::WebStream { error, .. } => error.downcast_ref().map_or(failure, inner),
        _ => failure,
    }
}

fn body_of(failure: &Failure) -> &str {
    match failure {
        Failure::HttpError { body, .. } => body,
        Failure::WebModelCall {
            webc_error: genai::webc::Error::ResponseFailedStatus { body, .. }, ..
        } => body,
        _ => "",
    }
}

/// What the system says, below all wrapping.
fn innermost(error: &reqwest::Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    match error.source() {
        Some(_) => deepest.to_string(),
        None => "the connection failed".to_owned(),
    }
}
