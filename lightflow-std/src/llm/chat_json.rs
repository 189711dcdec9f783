//! A value for a text.

use lightflow::prelude::*;
use serde_json::Value;

use super::ask::ask;
use super::chat::conversation;
use super::client::Question;
use super::json::Checker;
use super::{ChatError, ChatImage, ChatMessage, ChatModel};

/// Asks a language model for a JSON value that fits a schema.
///
/// The schema is part of the question; with `enforced`, the service also keeps the model to it, as far as it can. The answer is checked
/// here in any case. If it does not fit, the model is told what does not, once; if its second answer does not fit either, that is the
/// error.
///
/// The schema of a type of yours is `Type::answer_schema()`, from [`Answer`](super::Answer):
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::llm::chat_json::chat_json;
/// use lightflow_std::llm::{Answer, ChatError, ChatModel};
/// use serde_json::Value;
///
/// /// A dish and what it takes.
/// #[derive(Port, Clone, Debug)]
/// struct Recipe {
///     /// How it is called.
///     name: String,
///     /// What has to be bought.
///     ingredients: Vec<String>,
/// }
///
/// /// Takes the answer as a recipe.
/// #[node]
/// fn recipe(answer: Value) -> Result<Recipe, ChatError> {
///     Recipe::from_answer(answer)
/// }
///
/// /// Finds something to cook.
/// #[workflow]
/// fn cook(model: ChatModel, key: Secret, guests: u32) -> Recipe {
///     let schema: Value = Recipe::answer_schema();
///     recipe(chat_json { model: &model, key, prompt: &format!("Dinner for {guests}?"), schema: &schema, .. })
/// }
/// ```
///
/// # Errors
/// Those of [`chat`](fn@super::chat::chat); when the schema is no JSON Schema or fetches another, and when the answer does not fit.
#[node(needs(net))]
#[expect(clippy::too_many_arguments, reason = "each is a port with a default")]
pub async fn chat_json(
    model: &ChatModel,
    /// The key of the service, such as `env:OPENAI_API_KEY`; local services want none.
    #[port(default = Secret::default())]
    key: Secret,
    /// What is asked.
    prompt: &str,
    /// JSON Schema of the answer, an object for most services.
    schema: &Value,
    /// What the model is told of its task before anything else.
    #[port(default = String::new())]
    system: String,
    /// What was said before.
    #[port(default = Vec::new())]
    history: Vec<ChatMessage>,
    /// Images beside the prompt, for models that see.
    #[port(default = Vec::new(), len = 0..=64)]
    images: Vec<ChatImage>,
    /// Whether the service keeps the model to the schema; off for services that refuse that.
    #[port(default = true)]
    enforced: bool,
    ctx: &Ctx,
) -> Result<Value, ChatError> {
    let messages = conversation(history, prompt, images);
    let question =
        Question { model, key: key.reveal(), system: &system, messages: &messages, tools: &[], schema: None };
    ask_for_json(question, schema, enforced, ctx).await
}

/// Asks, checks, and has it mended once.
pub(super) async fn ask_for_json(
    question: Question<'_>,
    schema: &Value,
    enforced: bool,
    ctx: &Ctx,
) -> Result<Value, ChatError> {
    let checker = Checker::new(schema)?;
    let wanted =
        format!("Answer with one JSON value that fits this JSON Schema, and with nothing else:\n{schema}");
    let system = format!("{}\n\n{wanted}", question.system);
    let question = Question { system: system.trim_start(), schema: enforced.then_some(schema), ..question };
    let first = ask(question, ctx).await?;
    let problems = match checker.read(&first.text) {
        Ok(value) => return Ok(value),
        Err(problems) => problems,
    };
    ctx.log(format!("the answer does not fit the schema, the model is asked to mend it: {problems}"));
    let mut messages = question.messages.to_vec();
    messages.push(ChatMessage::assistant(first.text));
    messages.push(ChatMessage::user(format!(
        "That does not fit the schema: {problems}. Answer with the whole JSON value again, mended, and with nothing else."
    )));
    let second = ask(Question { messages: &messages, ..question }, ctx).await?;
    checker.read(&second.text).map_err(|mut problems| {
        if second.cut_off {
            problems.push_str(", for the model's `max_tokens` were used up");
        }
        ChatError::NotFitting { problems, answer: second.text }
    })
}
