//! Tools that a model calls.

use lightflow::prelude::*;
use serde_json::json;

use super::{KEY, anthropic, model, ollama, openai};
use crate::llm::answer_tool_calls::answer_tool_calls;
use crate::llm::chat_with_tools::chat_with_tools;
use crate::llm::{ChatMessage, ChatProvider, ToolSpec, ToolTurn};
use crate::remote::replay::{Answer, Replay};

fn price_tool() -> ToolSpec {
    let parameters = json!({ "type": "object", "properties": { "article": { "type": "string" } }, "required": ["article"] });
    ToolSpec::new("price", "Says what an article costs.", parameters)
}

fn openai_call(arguments: &[&str]) -> Answer {
    let start = json!({ "choices": [{ "index": 0, "delta": { "role": "assistant", "content": null, "tool_calls": [
        { "index": 0, "id": "call_1", "type": "function", "function": { "name": "price", "arguments": "" } },
    ] }, "finish_reason": null }] });
    let mut body = format!("data: {start}\n\n");
    for piece in arguments {
        let delta = json!({ "choices": [{ "index": 0, "delta": { "tool_calls": [
            { "index": 0, "function": { "arguments": piece } },
        ] }, "finish_reason": null }] });
        body += &format!("data: {delta}\n\n");
    }
    body += "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";
    Answer::events(&body)
}

fn anthropic_call() -> Answer {
    Answer::events(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n\
         event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"price\",\"input\":{}}}\n\n\
         event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"article\\\": \"}}\n\n\
         event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"mug\\\"}\"}}\n\n\
         event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n\
         event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":15}}\n\n\
         event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    )
}

fn ollama_call() -> Answer {
    let call = json!({ "message": { "role": "assistant", "content": "", "tool_calls": [
        { "id": "call_1", "function": { "name": "price", "arguments": { "article": "mug" } } },
    ] }, "done": false });
    let body =
        format!("{call}\n{{\"message\":{{\"content\":\"\"}},\"done\":true,\"done_reason\":\"stop\"}}\n");
    Answer::new(200, &[("content-type", "application/x-ndjson")], body.as_bytes())
}

#[tokio::test]
async fn a_tool_is_called_and_its_result_is_told() {
    for (provider, call, answer) in [
        (ChatProvider::Openai, openai_call(&["{\"article\": ", "\"mug\"}"]), openai(&["12 euros."], "stop")),
        (ChatProvider::Anthropic, anthropic_call(), anthropic(&["12 euros."])),
        (ChatProvider::Ollama, ollama_call(), ollama(&["12 euros."])),
    ] {
        let server = Replay::new([call, answer]);
        let (model, key, ctx) = (model(provider, "m", &server), Secret::new(KEY.to_owned()), Ctx::test());
        let tools = [price_tool()];
        let asked = [ChatMessage::user("What does the mug cost?")];
        let turn = chat_with_tools(&model, key.clone(), &asked, &tools, String::new(), &ctx).await.unwrap();
        assert_eq!((&*turn.calls[0].name, &turn.calls[0].arguments), ("price", &json!({ "article": "mug" })));

        let messages = answer_tool_calls(turn.messages, &turn.calls, &["12 EUR".into()]).unwrap();
        let ToolTurn { text, calls, messages } =
            chat_with_tools(&model, key.clone(), &messages, &tools, String::new(), &ctx).await.unwrap();
        assert_eq!((&*text, calls.len(), messages.len()), ("12 euros.", 0, 4), "{provider:?}");

        let sent = server.requests()[1].json();
        assert!(sent["messages"].to_string().contains("12 EUR"), "{sent}");
        assert!(sent["tools"].to_string().contains("Says what an article costs."), "{sent}");
    }
}

#[tokio::test]
async fn a_call_that_does_not_fit_is_an_error() {
    let server = Replay::new([openai_call(&["{\"article\": 7}"]), openai_call(&["{\"article\": "])]);
    let (model, key) = (model(ChatProvider::Openai, "m", &server), Secret::new(KEY.to_owned()));
    for part in ["do not fit", "no JSON object"] {
        let asked = [ChatMessage::user("What does the mug cost?")];
        let error =
            chat_with_tools(&model, key.clone(), &asked, &[price_tool()], String::new(), &Ctx::test())
                .await
                .unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
}
