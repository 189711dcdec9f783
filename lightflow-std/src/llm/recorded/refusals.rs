//! What goes wrong is one error, and a try where that may help.

use lightflow::prelude::*;
use serde_json::json;

use super::{KEY, anthropic, anthropic_begin, model, ollama, openai, refusal, say};
use crate::llm::ask::ask_by;
use crate::llm::client::Question;
use crate::llm::{ChatError, ChatMessage, ChatModel, ChatProvider};
use crate::remote::patience::tests::CountedClock;
use crate::remote::replay::{Answer, Replay};

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
