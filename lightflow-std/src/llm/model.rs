//! Who is asked, and how.

use lightflow::prelude::*;
use reqwest::Url;

use super::ChatError;
use crate::remote::client::base_url;

/// Whose protocol a service speaks.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChatProvider {
    /// Chat completions of OpenAI, which most other services and local servers speak as well.
    #[default]
    Openai,
    /// Messages of Anthropic.
    Anthropic,
    /// Chat of Ollama, on this machine unless the base URL says otherwise.
    Ollama,
}

impl ChatProvider {
    /// Where the provider's own service is.
    pub fn default_base_url(self) -> &'static str {
        match self {
            Self::Openai => "https://api.openai.com/v1/",
            Self::Anthropic => "https://api.anthropic.com/v1/",
            Self::Ollama => "http://localhost:11434/",
        }
    }

    pub(super) fn protocol(self) -> &'static str {
        match self {
            Self::Openai => "OpenAI",
            Self::Anthropic => "Anthropic",
            Self::Ollama => "Ollama",
        }
    }
}

/// A language model of a service, and how it is asked. [`chat_model`](fn@super::chat_model::chat_model) makes one.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct ChatModel {
    /// Whose protocol the service speaks.
    pub provider: ChatProvider,
    /// The model's name, as the service has it.
    pub name: String,
    /// Where the service is; the provider's own if absent.
    pub base_url: Option<String>,
    /// From 0 (always the likeliest word) to 2; the service's default if absent.
    pub temperature: Option<f64>,
    /// The most tokens of an answer; the service's default if absent.
    pub max_tokens: Option<u32>,
    /// Where chance starts, for services that take one. Another seed is another request.
    pub seed: Option<u64>,
    /// How many seconds the service may say nothing.
    pub timeout_seconds: u32,
    /// US dollars for a million input tokens; absent if costs are not counted.
    pub input_price: Option<f64>,
    /// US dollars for a million output tokens.
    pub output_price: Option<f64>,
}

impl ChatModel {
    /// A model with the defaults of its service.
    pub fn new(provider: ChatProvider, name: impl Into<String>) -> Self {
        Self {
            provider,
            name: name.into(),
            base_url: None,
            temperature: None,
            max_tokens: None,
            seed: None,
            timeout_seconds: 120,
            input_price: None,
            output_price: None,
        }
    }

    /// Checks what ports alone cannot: a model may come from a file as well.
    pub(super) fn check(&self) -> Result<Url, ChatError> {
        let refused = |text: String| Err(ChatError::Model(text));
        let name = self.name.trim();
        if name.is_empty() || name != self.name || name.contains(char::is_control) || name.contains("::") {
            return refused(format!(
                "name `{}` is none; write it as the service does",
                self.name.escape_debug()
            ));
        }
        if let Some(temperature) = self.temperature
            && !(0.0..=2.0).contains(&temperature)
        {
            return refused(format!("`temperature` is {temperature}; choose one from 0 to 2"));
        }
        if self.max_tokens == Some(0) || self.timeout_seconds == 0 {
            return refused(
                "`max_tokens` and `timeout_seconds` are at least 1; raise the one that is 0".into(),
            );
        }
        for (port, price) in [("input_price", self.input_price), ("output_price", self.output_price)] {
            if price.is_some_and(|price| !(price.is_finite() && price >= 0.0)) {
                return refused(format!("`{port}` is no price; write US dollars for a million tokens"));
            }
        }
        Ok(base_url(self.base_url.as_deref().unwrap_or(self.provider.default_base_url()))?)
    }

    /// What these tokens cost in US dollars, if both prices are known.
    pub(super) fn cost(&self, input_tokens: f64, output_tokens: f64) -> Option<f64> {
        Some((input_tokens * self.input_price? + output_tokens * self.output_price?) / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_written_and_read() {
        let mut model = ChatModel::new(ChatProvider::Ollama, "qwen3:8b");
        model.seed = Some(7);
        let json = model.to_json().unwrap();
        assert_eq!((&json["provider"], &json["timeout_seconds"]), (&"ollama".into(), &120.into()));
        assert_eq!(ChatModel::from_json(json).unwrap(), model);
        let short = serde_json::json!({ "provider": "openai", "name": "gpt-4o", "timeout_seconds": 60 });
        assert_eq!(ChatModel::from_json(short).unwrap().max_tokens, None);
    }

    #[test]
    fn costs_are_of_a_million_tokens() {
        let mut model = ChatModel::new(ChatProvider::Openai, "m");
        assert_eq!(model.cost(1.0, 1.0), None);
        (model.input_price, model.output_price) = (Some(2.0), Some(8.0));
        assert!((model.cost(1_000_000.0, 500_000.0).unwrap() - 6.0).abs() < 1e-12);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let refusal = |change: fn(&mut ChatModel)| {
            let mut model = ChatModel::new(ChatProvider::Openai, "m");
            change(&mut model);
            model.check().unwrap_err().to_string()
        };
        assert!(refusal(|model| model.name = " ".into()).contains("name ` ` is none"));
        assert!(refusal(|model| model.name = "openai::m".into()).contains("name `openai::m` is none"));
        assert!(refusal(|model| model.temperature = Some(f64::NAN)).contains("`temperature` is NaN"));
        assert!(refusal(|model| model.input_price = Some(-1.0)).contains("`input_price` is no price"));
        assert!(refusal(|model| model.base_url = Some("example.org".into())).contains("base URL"));
        assert!(refusal(|model| model.timeout_seconds = 0).contains("`timeout_seconds` are at least 1"));
    }
}
