//! Questions in the client's words.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use genai::adapter::AdapterKind;
use genai::chat::{
    ChatMessage as Said, ChatOptions, ChatRequest, ChatResponseFormat, ContentPart, JsonSpec, MessageContent,
    ReasoningEffort, Tool, ToolCall as Called, ToolResponse,
};
use genai::resolver::{AuthData, Endpoint};
use genai::{ModelIden, ServiceTarget};
use reqwest::Url;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use std::time::Duration;

use super::{ChatError, ChatImage, ChatMessage, ChatModel, ChatProvider, ChatRole, ToolSpec};

/// All that makes one request.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub model: &'a ChatModel,
    pub key: &'a str,
    pub system: &'a str,
    pub messages: &'a [ChatMessage],
    pub tools: &'a [ToolSpec],
    /// The schema that the service keeps the answer to, as far as it can.
    pub schema: Option<&'a Value>,
}

/// Where to ask, and as whom.
pub(super) fn target(question: &Question<'_>) -> Result<(ServiceTarget, String), ChatError> {
    let Question { model, key, .. } = question;
    let url = model.check()?;
    let service = service(&url);
    let own_service = model.base_url.is_none();
    if key.is_empty() && own_service && model.provider != ChatProvider::Ollama {
        return Err(ChatError::NoKey(service));
    }
    if HeaderValue::from_str(key).is_err() {
        return Err(ChatError::KeyCharacters);
    }
    let kind = match model.provider {
        ChatProvider::Openai => AdapterKind::OpenAI,
        ChatProvider::Anthropic => AdapterKind::Anthropic,
        ChatProvider::Ollama => AdapterKind::Ollama,
    };
    // A local server that wants no key does not look at what it gets.
    let key = if key.is_empty() { "none" } else { key };
    let target = ServiceTarget {
        endpoint: Endpoint::from_owned(url.as_str()),
        auth: AuthData::from_single(key),
        model: ModelIden::new(kind, model.name.clone()),
    };
    Ok((target, service))
}

/// How a service is called in messages: its host, and its port if it is no usual one.
fn service(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

pub(super) fn options(question: &Question<'_>) -> ChatOptions {
    let model = question.model;
    let silence = Duration::from_secs(model.timeout_seconds.into());
    let mut options = ChatOptions::default()
        .with_stream_header_timeout(silence)
        .with_stream_read_timeout(silence)
        .with_capture_usage(true)
        .with_capture_tool_calls(true)
        // The client reads ends of names such as `-max` as an effort and cuts them off; names are sent as they are.
        .with_extra_body(json!({ "model": model.name }));
    if model.provider == ChatProvider::Openai {
        // Any effort that is said keeps the client from reading one out of the name; this one sends nothing.
        options = options.with_reasoning_effort(ReasoningEffort::Budget(0));
    }
    if let Some(temperature) = model.temperature {
        options = options.with_temperature(temperature);
    }
    if let Some(max_tokens) = model.max_tokens {
        options = options.with_max_tokens(max_tokens);
    }
    if let Some(seed) = model.seed {
        options = options.with_seed(seed);
    }
    match (question.schema, model.provider) {
        (None, _) => options,
        // The client has no way to give Ollama a schema; it is in the words of the question.
        (Some(_), ChatProvider::Ollama) => options.with_response_format(ChatResponseFormat::JsonMode),
        (Some(schema), _) => options.with_response_format(JsonSpec::new("answer", schema.clone())),
    }
}

pub(super) fn request(question: &Question<'_>) -> ChatRequest {
    let mut request = ChatRequest::new(question.messages.iter().map(said).collect());
    if !question.system.trim().is_empty() {
        request = request.with_system(question.system);
    }
    if question.tools.is_empty() {
        return request;
    }
    let tools = question.tools.iter().map(|tool| {
        let described = Tool::new(tool.name.as_str()).with_description(tool.description.as_str());
        described.with_schema(tool.parameters.clone())
    });
    request.with_tools(tools)
}

fn said(message: &ChatMessage) -> Said {
    if message.role == ChatRole::Tool {
        let id = message.tool_call_id.clone().unwrap_or_default();
        return Said::from(ToolResponse::new(id, message.text.clone()));
    }
    let mut parts = Vec::new();
    if !message.text.is_empty() {
        parts.push(ContentPart::from_text(message.text.as_str()));
    }
    parts.extend(message.images.iter().map(image));
    parts.extend(message.tool_calls.iter().map(|call| {
        ContentPart::ToolCall(Called {
            call_id: call.id.clone(),
            fn_name: call.name.clone(),
            fn_arguments: call.arguments.clone(),
            thought_signatures: None,
        })
    }));
    let content = MessageContent::from_parts(parts);
    if message.role == ChatRole::Assistant { Said::assistant(content) } else { Said::user(content) }
}

fn image(image: &ChatImage) -> ContentPart {
    let media_type = image.media_type().unwrap_or("application/octet-stream");
    ContentPart::from_binary_base64(media_type, BASE64_STANDARD.encode(&image.bytes), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question<'a>(model: &'a ChatModel, key: &'a str) -> Question<'a> {
        Question { model, key, system: "", messages: &[], tools: &[], schema: None }
    }

    #[test]
    fn a_service_of_others_wants_a_key_and_a_local_one_does_not() {
        let mut model = ChatModel::new(ChatProvider::Anthropic, "m");
        let error = target(&question(&model, "")).unwrap_err().to_string();
        assert!(error.starts_with("api.anthropic.com wants a key"), "{error}");
        model.base_url = Some("http://localhost:8000/v1".into());
        assert_eq!(target(&question(&model, "")).unwrap().1, "localhost:8000");
    }

    #[test]
    fn a_key_that_cannot_be_sent_is_refused_and_not_shown() {
        let model = ChatModel::new(ChatProvider::Openai, "m");
        let error = target(&question(&model, "sk-1234\n")).unwrap_err().to_string();
        assert!(error.contains("cannot be sent") && !error.contains("sk-1234"), "{error}");
    }
}
