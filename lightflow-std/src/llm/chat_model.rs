//! A model, from what is known of it.

use lightflow::prelude::*;

use super::{ChatError, ChatModel, ChatProvider};

/// Says which language model is asked, and how. Nothing is sent yet, and keys are given where it is asked.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::llm::ChatProvider;
/// use lightflow_std::llm::chat::chat;
/// use lightflow_std::llm::chat_model::chat_model;
///
/// /// Says it in one sentence, on this machine.
/// #[workflow]
/// fn summary(text: String) -> String {
///     let model = chat_model { provider: ChatProvider::Ollama, name: "qwen3:8b", temperature: Some(0.0), .. };
///     chat { model: &model, prompt: &format!("Say it in one sentence:\n{text}"), .. }
/// }
/// ```
///
/// # Errors
/// When the name is empty or the base URL is none.
#[node]
#[expect(clippy::too_many_arguments, reason = "each is a port with a default")]
pub fn chat_model(
    /// Whose protocol the service speaks.
    #[port(default = ChatProvider::Openai)]
    provider: ChatProvider,
    /// The model's name, as the service has it.
    #[port(len = 1..=200)]
    name: &str,
    /// Where the service is, such as `http://localhost:8000/v1`; the provider's own if absent.
    #[port(default = None)]
    base_url: Option<String>,
    /// From 0 (always the likeliest word) to 2; the service's default if absent.
    #[port(default = None)]
    temperature: Option<f64>,
    /// The most tokens of an answer; the service's default if absent.
    #[port(default = None)]
    max_tokens: Option<u32>,
    /// Where chance starts. Anthropic takes none; there it only makes another request of the same words.
    #[port(default = None)]
    seed: Option<u64>,
    /// How long the service may say nothing.
    #[port(default = 120, range = 1..=3600, unit = "s")]
    timeout_seconds: u32,
    /// US dollars for a million input tokens, to count costs; tokens that a service caches count in full.
    #[port(default = None)]
    input_price: Option<f64>,
    /// US dollars for a million output tokens.
    #[port(default = None)]
    output_price: Option<f64>,
) -> Result<ChatModel, ChatError> {
    let model = ChatModel {
        provider,
        name: name.to_owned(),
        base_url,
        temperature,
        max_tokens,
        seed,
        timeout_seconds,
        input_price,
        output_price,
    };
    model.check()?;
    Ok(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_checked_before_it_is_asked() {
        let model = |name, url: &str| {
            chat_model(ChatProvider::Openai, name, Some(url.into()), None, None, None, 60, None, None)
        };
        assert_eq!(model("gpt-4o", "http://localhost:8000/v1").unwrap().timeout_seconds, 60);
        assert!(model("gpt-4o", "ftp://example.org").is_err());
        assert!(model("two\nlines", "http://localhost").is_err());
    }
}
