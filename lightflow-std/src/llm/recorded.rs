//! Exchanges with the three kinds of services, recorded and played back by a server on this machine.

use lightflow::prelude::*;
use serde_json::{Value, json};

use super::answer_tool_calls::answer_tool_calls;
use super::ask::ask_by;
use super::chat::chat;
use super::chat_json::chat_json;
use super::chat_with_tools::chat_with_tools;
use super::client::Question;
use super::{
    Answer as _, ChatError, ChatImage, ChatMessage, ChatModel, ChatProvider, ToolSpec, ToolTurn, answer_as,
};
use crate::remote::patience::tests::CountedClock;
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

#[tokio::test]
async fn openai_answers_piece_by_piece() {
    let server = Replay::new([openai(&["Dark", " blue", "."], "stop")]);
    let mut model = model(ChatProvider::Openai, "gpt-4o", &server);
    (model.temperature, model.max_tokens, model.seed) = (Some(0.5), Some(20), Some(7));
    (model.input_price, model.output_price) = (Some(2.5), Some(10.0));
    let ctx = Ctx::test();
    assert_eq!(say(&model, &ctx).await.unwrap(), "Dark blue.");
    assert_eq!(ctx.tokens(), "Dark blue.");
    let [input, output, (cost, amount)] = &ctx.usage()[..] else { panic!("{:?}", ctx.usage()) };
    assert_eq!((input, output), (&("input_tokens".into(), 12.0), &("output_tokens".into(), 3.0)));
    assert!(cost == "cost_usd" && (amount - 60e-6).abs() < 1e-12);

    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /v1/chat/completions");
    assert_eq!(request.header("authorization"), Some(&*format!("Bearer {KEY}")));
    let body = request.json();
    assert_eq!(body["model"], "gpt-4o");
    assert_eq!(
        (&body["temperature"], &body["max_tokens"], &body["seed"]),
        (&json!(0.5), &json!(20), &json!(7))
    );
    assert_eq!(body["messages"][0], json!({ "role": "system", "content": "Be brief." }));
    assert_eq!(body["messages"][1]["content"], "Name a colour.");
    assert_eq!(body.get("reasoning_effort"), None);
}

#[tokio::test]
async fn anthropic_answers_piece_by_piece() {
    let server = Replay::new([anthropic(&["Dark", " blue."])]);
    let ctx = Ctx::test();
    assert_eq!(
        say(&model(ChatProvider::Anthropic, "claude-sonnet-4-5", &server), &ctx).await.unwrap(),
        "Dark blue."
    );
    assert_eq!(ctx.usage(), [("input_tokens".into(), 25.0), ("output_tokens".into(), 15.0)]);
    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /v1/messages");
    assert_eq!(request.header("x-api-key"), Some(KEY));
    assert_eq!(request.json()["model"], "claude-sonnet-4-5");
}

#[tokio::test]
async fn ollama_answers_piece_by_piece_and_wants_no_key() {
    let server = Replay::new([ollama(&["Dark", " blue."])]);
    let ctx = Ctx::test();
    let model = model(ChatProvider::Ollama, "qwen3:8b", &server);
    let answer =
        chat(&model, Secret::new(String::new()), "Name a colour.", String::new(), vec![], vec![], &ctx).await;
    assert_eq!(answer.unwrap(), "Dark blue.");
    assert_eq!(ctx.usage(), [("input_tokens".into(), 26.0), ("output_tokens".into(), 7.0)]);
    let request = &server.requests()[0];
    assert_eq!((&*request.line, request.header("authorization")), ("POST /api/chat", None));
}

#[tokio::test]
async fn a_name_is_sent_as_it_is_written() {
    let server = Replay::new([openai(&["hello"], "stop")]);
    say(&model(ChatProvider::Openai, "qwen-max", &server), &Ctx::test()).await.unwrap();
    let body = server.requests()[0].json();
    assert_eq!((&body["model"], body.get("reasoning_effort")), (&json!("qwen-max"), None));
}

#[tokio::test]
async fn images_and_what_was_said_before_go_along() {
    let server = Replay::new([openai(&["A mug."], "stop"), anthropic(&["A mug."]), ollama(&["A mug."])]);
    let history = vec![ChatMessage::user("Hello."), ChatMessage::assistant("Hello!")];
    let images = vec![ChatImage::new(&b"GIF89a"[..])];
    let key = Secret::new(KEY.to_owned());
    for provider in [ChatProvider::Openai, ChatProvider::Anthropic, ChatProvider::Ollama] {
        let model = model(provider, "m", &server);
        chat(
            &model,
            key.clone(),
            "What is this?",
            String::new(),
            history.clone(),
            images.clone(),
            &Ctx::test(),
        )
        .await
        .unwrap();
    }
    for request in server.requests() {
        let messages = request.json()["messages"].clone();
        assert_eq!(messages.as_array().unwrap().len(), 3, "{messages}");
        assert_eq!(messages[1]["role"], "assistant");
        assert!(messages[2].to_string().contains("R0lGODlh"), "{messages}");
    }
}

#[tokio::test]
async fn a_refused_key_is_said_without_the_key() {
    let body = json!({ "error": { "message": format!("Incorrect API key provided: {KEY}."), "type": "invalid_request_error" } });
    for provider in [ChatProvider::Openai, ChatProvider::Anthropic, ChatProvider::Ollama] {
        let error = refusal(provider, vec![Answer::json(401, &body)]).await;
        assert!(
            matches!(&error, ChatError::KeyRefused { status: 401, message, .. } if message == "Incorrect API key provided: (secret)."),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_request_that_is_wrong_is_not_sent_again() {
    let body = json!({ "error": { "message": "model `m` not found" } });
    let error = refusal(ChatProvider::Ollama, vec![Answer::json(404, &body), ollama(&["hello"])]).await;
    assert!(
        matches!(&error, ChatError::Refused { status: 404, message, .. } if message == "model `m` not found"),
        "{error:?}"
    );
    let moved = Answer::new(307, &[("location", "http://example.org/")], b"");
    assert!(matches!(
        refusal(ChatProvider::Openai, vec![moved]).await,
        ChatError::Refused { status: 307, .. }
    ));
}

#[tokio::test]
async fn a_busy_service_is_asked_again_when_it_says() {
    let busy =
        |seconds| Answer::new(429, &[("retry-after", seconds)], b"{\"error\": {\"message\": \"slow down\"}}");
    let server = Replay::new([busy("3"), Answer::new(503, &[], b""), openai(&["Blue."], "stop")]);
    let (clock, ctx) = (CountedClock::default(), Ctx::test());
    let (model, messages) =
        (model(ChatProvider::Openai, "m", &server), [ChatMessage::user("Name a colour.")]);
    let question =
        Question { model: &model, key: KEY, system: "", messages: &messages, tools: &[], schema: None };
    let answered = ask_by(question, &ctx, &clock).await.unwrap();
    assert_eq!(answered.text, "Blue.");
    assert_eq!(clock.waits().iter().map(|wait| wait.as_millis()).collect::<Vec<_>>(), [3000, 1000]);
    assert!(
        ctx.lines()[0].contains("asks again in 3.0 s") && ctx.lines()[0].contains("slow down"),
        "{:?}",
        ctx.lines()
    );

    let server = Replay::new([busy("86400")]);
    let model = ChatModel { base_url: Some(server.url.clone()), ..model.clone() };
    let error = ask_by(Question { model: &model, ..question }, &ctx, &clock).await.err().unwrap();
    assert!(matches!(error, ChatError::Busy { status: 429, tries: 1, .. }), "{error:?}");
    assert_eq!(clock.waits().len(), 2, "nobody waits for a day");
}

#[tokio::test]
async fn a_service_that_stays_busy_is_given_up() {
    let busy = || Answer::new(529, &[("retry-after-ms", "0")], b"{\"error\": {\"message\": \"Overloaded\"}}");
    let error = refusal(ChatProvider::Anthropic, vec![busy(); 6]).await;
    assert!(matches!(error, ChatError::Busy { status: 529, tries: 5, .. }), "{error:?}");
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_no_answer() {
    for (provider, answer) in [
        (ChatProvider::Openai, openai(&["Dark", " blue."], "stop").broken_off(120)),
        (ChatProvider::Anthropic, anthropic(&["Dark", " blue."]).broken_off(120)),
        (ChatProvider::Ollama, ollama(&["Dark", " blue."]).broken_off(60)),
    ] {
        let error = refusal(provider, vec![answer]).await;
        assert!(matches!(error, ChatError::BrokenOff { characters: 10, .. }), "{provider:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_stream_that_ends_early_without_breaking_is_no_answer() {
    let body =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Dark\"},\"finish_reason\":null}]}\n\n";
    let error = refusal(ChatProvider::Openai, vec![Answer::events(body)]).await;
    assert!(matches!(error, ChatError::BrokenOff { characters: 4, .. }), "{error:?}");
}

#[tokio::test]
async fn what_is_no_stream_of_the_protocol_is_said() {
    let broken = || Answer::events("data: {\"choices\": [{\"delta\"\n\n");
    let page = || Answer::new(200, &[("content-type", "text/html")], b"<html>Welcome</html>");
    for (provider, answer) in [
        (ChatProvider::Openai, broken()),
        (ChatProvider::Openai, page()),
        (ChatProvider::Anthropic, page()),
        (ChatProvider::Ollama, page()),
    ] {
        let error = refusal(provider, vec![answer]).await;
        assert!(matches!(error, ChatError::Protocol { .. }), "{provider:?}: {error:?}");
    }
}

#[tokio::test]
async fn an_error_within_a_stream_is_said() {
    let body = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Internal server error\"}}\n\n";
    let error = refusal(ChatProvider::Anthropic, vec![Answer::events(body)]).await;
    assert!(
        matches!(&error, ChatError::Failed { message, .. } if message == "Internal server error"),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_answer_that_was_begun_is_not_followed_by_another() {
    let overloaded = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
    let begun = Answer::events(&(anthropic_begin(&["Dark"]) + overloaded));
    let server = Replay::new([begun, anthropic(&["Red."])]);
    let model = model(ChatProvider::Anthropic, "m", &server);
    assert!(matches!(say(&model, &Ctx::test()).await, Err(ChatError::Failed { .. })));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let piece = "x".repeat(1 << 20);
    let error = refusal(ChatProvider::Openai, vec![openai(&[&*piece; 9], "stop")]).await;
    assert!(matches!(error, ChatError::TooLong(_)), "{error:?}");
}

#[tokio::test]
async fn nobody_there_is_said_by_the_name_of_the_service() {
    let url = Replay::new([]).url.clone();
    let model = ChatModel { base_url: Some(url.clone()), ..ChatModel::new(ChatProvider::Ollama, "m") };
    let error = say(&model, &Ctx::test()).await.unwrap_err();
    let service = url.trim_start_matches("http://");
    assert!(matches!(&error, ChatError::Unreachable { service: known, .. } if known == service), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_given_and_logged() {
    let server = Replay::new([openai(&["Dark"], "length"), openai(&[], "content_filter")]);
    let (model, ctx) = (model(ChatProvider::Openai, "m", &server), Ctx::test());
    assert_eq!(say(&model, &ctx).await.unwrap(), "Dark");
    assert_eq!(ctx.lines(), ["the answer was cut off: the model's `max_tokens` are used up"]);
    let error = say(&model, &ctx).await.unwrap_err().to_string();
    assert_eq!(error, "the model answered nothing: the service filtered it out; ask it in another way");
}

#[tokio::test]
async fn a_cancelled_step_asks_nobody() {
    let server = Replay::new([openai(&["Blue."], "stop")]);
    let ctx = Ctx::test();
    ctx.cancel_test();
    let error = say(&model(ChatProvider::Openai, "m", &server), &ctx).await.unwrap_err();
    assert!(matches!(error, ChatError::Cancelled) && server.requests().is_empty());
}

/// A dish.
#[derive(Port, Clone, Debug, PartialEq)]
struct Dish {
    /// How it is called.
    name: String,
    /// For how many.
    guests: u32,
}

async fn ask_for_a_dish(
    provider: ChatProvider,
    server: &Replay,
    enforced: bool,
    ctx: &Ctx,
) -> Result<Value, ChatError> {
    let (model, key) = (model(provider, "m", server), Secret::new(KEY.to_owned()));
    chat_json(&model, key, "Dinner?", &Dish::answer_schema(), String::new(), vec![], vec![], enforced, ctx)
        .await
}

#[tokio::test]
async fn a_value_fits_its_schema() {
    let pieces = ["{\"name\": \"Soup\",", " \"guests\": 4}"];
    let server = Replay::new([openai(&pieces, "stop"), anthropic(&pieces), ollama(&pieces)]);
    for provider in [ChatProvider::Openai, ChatProvider::Anthropic, ChatProvider::Ollama] {
        let value = ask_for_a_dish(provider, &server, true, &Ctx::test()).await.unwrap();
        assert_eq!(Dish::from_answer(value).unwrap(), Dish { name: "Soup".into(), guests: 4 });
    }
    let bodies: Vec<Value> = server.requests().iter().map(|request| request.json()).collect();
    assert_eq!(bodies[0]["response_format"]["type"], "json_schema");
    assert_eq!(bodies[1]["output_config"]["format"]["type"], "json_schema");
    assert_eq!(bodies[2]["format"], "json");
    assert!(bodies.iter().all(|body| body.to_string().contains("fits this JSON Schema")));
}

#[tokio::test]
async fn a_service_that_cannot_enforce_a_schema_is_only_told_of_it() {
    let server = Replay::new([openai(&["```json\n{\"name\": \"Soup\", \"guests\": 4}\n```"], "stop")]);
    ask_for_a_dish(ChatProvider::Openai, &server, false, &Ctx::test()).await.unwrap();
    assert_eq!(server.requests()[0].json().get("response_format"), None);
}

#[tokio::test]
async fn what_does_not_fit_is_mended_once() {
    let server = Replay::new([
        openai(&["{\"name\": \"Soup\", \"guests\": \"four\"}"], "stop"),
        openai(&["{\"name\": \"Soup\", \"guests\": 4}"], "stop"),
    ]);
    let ctx = Ctx::test();
    let value = ask_for_a_dish(ChatProvider::Openai, &server, true, &ctx).await.unwrap();
    assert_eq!(value["guests"], 4);
    let messages = server.requests()[1].json()["messages"].clone();
    let told = messages[3]["content"].as_str().unwrap();
    assert!(told.contains("\"four\" is not of type \"integer\" at `/guests`"), "{told}");
    assert_eq!(ctx.lines().len(), 1);
}

#[tokio::test]
async fn what_still_does_not_fit_is_one_error() {
    let server = Replay::new([openai(&["Soup!"], "stop"), openai(&["{\"name\": \"So"], "length")]);
    let error = ask_for_a_dish(ChatProvider::Openai, &server, true, &Ctx::test()).await.unwrap_err();
    let ChatError::NotFitting { problems, answer } = &error else { panic!("{error:?}") };
    assert!(
        problems.starts_with("it is no JSON") && problems.ends_with("`max_tokens` were used up"),
        "{problems}"
    );
    assert_eq!(answer, "{\"name\": \"So");
}

#[tokio::test]
async fn a_node_of_ones_own_gets_its_type() {
    let server = Replay::new([ollama(&["{\"name\": \"Soup\", \"guests\": 4}"])]);
    let model = model(ChatProvider::Ollama, "m", &server);
    let dish: Dish = answer_as(&model, &Secret::new(String::new()), "Dinner?", &Ctx::test()).await.unwrap();
    assert_eq!(dish.name, "Soup");
}

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
