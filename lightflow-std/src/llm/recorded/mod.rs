//! Exchanges with the three kinds of services, recorded and played back by a server on this machine.

mod answers;
mod refusals;
mod tools;
mod values;

use lightflow::prelude::*;
use serde_json::json;

use super::chat::chat;
use super::{ChatError, ChatModel, ChatProvider};
use crate::remote::replay::{Answer, Replay};

const KEY: &str = "sk-test-0123456789";

/// Chat completions of OpenAI.
fn openai(pieces: &[&str], finish: &str) -> Answer {
    let mut body = String::from(
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
    );
    for piece in pieces {
        let chunk = json!({ "id": "chatcmpl-1", "choices": [{ "index": 0, "delta": { "content": piece }, "finish_reason": null }] });
        body += &format!("data: {chunk}\n\n");
    }
    let end =
        json!({ "id": "chatcmpl-1", "choices": [{ "index": 0, "delta": {}, "finish_reason": finish }] });
    let usage = json!({ "choices": [], "usage": { "prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15 } });
    body += &format!("data: {end}\n\ndata: {usage}\n\ndata: [DONE]\n\n");
    Answer::events(&body)
}

/// Messages of Anthropic.
fn anthropic(pieces: &[&str]) -> Answer {
    let end = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n\
        event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":15}}\n\n\
        event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    Answer::events(&(anthropic_begin(pieces) + end))
}

fn anthropic_begin(pieces: &[&str]) -> String {
    let mut body = String::from(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n\
         event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n\
         event: ping\ndata: {\"type\": \"ping\"}\n\n",
    );
    for piece in pieces {
        let delta = json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": piece } });
        body += &format!("event: content_block_delta\ndata: {delta}\n\n");
    }
    body
}

/// Chat of Ollama: one JSON value a line.
fn ollama(pieces: &[&str]) -> Answer {
    let mut body = String::new();
    for piece in pieces {
        let line = json!({ "model": "qwen3:8b", "message": { "role": "assistant", "content": piece }, "done": false });
        body += &format!("{line}\n");
    }
    let end = json!({
        "model": "qwen3:8b", "message": { "role": "assistant", "content": "" }, "done": true, "done_reason": "stop",
        "prompt_eval_count": 26, "eval_count": 7,
    });
    body += &format!("{end}\n");
    Answer::new(200, &[("content-type", "application/x-ndjson")], body.as_bytes())
}

fn model(provider: ChatProvider, name: &str, server: &Replay) -> ChatModel {
    let path = if provider == ChatProvider::Ollama { "" } else { "/v1" };
    ChatModel { base_url: Some(format!("{}{path}", server.url)), ..ChatModel::new(provider, name) }
}

async fn say(model: &ChatModel, ctx: &Ctx) -> Result<String, ChatError> {
    chat(model, Secret::new(KEY.into()), "Name a colour.", "Be brief.".into(), vec![], vec![], ctx).await
}

/// Asks a server that gives these answers, and gives the error.
async fn refusal(provider: ChatProvider, answers: Vec<Answer>) -> ChatError {
    let server = Replay::new(answers);
    let error = say(&model(provider, "m", &server), &Ctx::test()).await.unwrap_err();
    let (shown, debug) = (error.to_string(), format!("{error:?}"));
    assert!(!shown.contains(KEY) && !debug.contains(KEY), "a key in an error: {debug}");
    error
}
