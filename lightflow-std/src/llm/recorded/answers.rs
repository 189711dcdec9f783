//! Answers that come, and what was asked for them.

use lightflow::prelude::*;
use serde_json::json;

use super::{KEY, anthropic, model, ollama, openai, say};
use crate::llm::chat::chat;
use crate::llm::{ChatError, ChatImage, ChatMessage, ChatProvider};
use crate::remote::replay::Replay;

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
