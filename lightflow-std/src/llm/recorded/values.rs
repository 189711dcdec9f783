//! Answers that are values of a schema.

use lightflow::prelude::*;
use serde_json::Value;

use super::{KEY, anthropic, model, ollama, openai};
use crate::llm::chat_json::chat_json;
use crate::llm::{Answer as _, ChatError, ChatProvider, answer_as};
use crate::remote::replay::Replay;

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
