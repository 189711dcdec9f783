//! A text for a text.

use lightflow::prelude::*;

use super::ask::ask;
use super::client::Question;
use super::{ChatError, ChatImage, ChatMessage, ChatModel};

/// Asks a language model, and gives its answer as text.
///
/// The text comes through `ctx.token` while it grows. When the service has too much to do (429, 5xx), it is asked again, up to four times,
/// and as late as it says in `Retry-After`. An answer that `max_tokens` cut off is given as it is, and the log says so.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::llm::chat::chat;
/// use lightflow_std::llm::{ChatModel, ChatProvider};
///
/// # async fn example() -> Result<(), lightflow_std::llm::ChatError> {
/// let model = ChatModel::new(ChatProvider::Ollama, "qwen3:8b");
/// let (key, system) = (Secret::new(String::new()), "Answer in one word.".to_owned());
/// let answer = chat(&model, key, "Name a colour.", system, vec![], vec![], &Ctx::test()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When the service refuses the key or the request, cannot be reached, stays busy or silent, breaks off, or does not speak the provider's
/// protocol.
#[node(needs(net))]
pub async fn chat(
    model: &ChatModel,
    /// The key of the service, such as `env:OPENAI_API_KEY`; local services want none.
    #[port(default = Secret::default())]
    key: Secret,
    /// What is asked.
    prompt: &str,
    /// What the model is told of its task before anything else.
    #[port(default = String::new())]
    system: String,
    /// What was said before.
    #[port(default = Vec::new())]
    history: Vec<ChatMessage>,
    /// Images beside the prompt, for models that see.
    #[port(default = Vec::new(), len = 0..=64)]
    images: Vec<ChatImage>,
    ctx: &Ctx,
) -> Result<String, ChatError> {
    let messages = conversation(history, prompt, images);
    let question =
        Question { model, key: key.reveal(), system: &system, messages: &messages, tools: &[], schema: None };
    let answered = ask(question, ctx).await?;
    if answered.cut_off {
        ctx.log("the answer was cut off: the model's `max_tokens` are used up");
    }
    Ok(answered.text)
}

/// What was said before, and what is asked now.
pub(super) fn conversation(
    mut history: Vec<ChatMessage>,
    prompt: &str,
    images: Vec<ChatImage>,
) -> Vec<ChatMessage> {
    history.push(ChatMessage::user(prompt).with_images(images));
    history
}
