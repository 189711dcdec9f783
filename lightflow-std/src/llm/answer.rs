//! Answers as types of Rust.

use lightflow::prelude::*;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::client::Question;
use super::{ChatError, ChatMessage, ChatModel, chat_json};

/// What every port type can do: say its JSON Schema, and be read from an answer.
pub trait Answer: Port {
    /// The JSON Schema (draft 2020-12) of the type, for [`chat_json`](fn@super::chat_json::chat_json) and [`ToolSpec`](super::ToolSpec).
    ///
    /// ```
    /// use lightflow::prelude::*;
    /// use lightflow_std::llm::Answer;
    ///
    /// /// A dish.
    /// #[derive(Port, Clone, Debug)]
    /// struct Dish {
    ///     /// How it is called.
    ///     name: String,
    /// }
    ///
    /// let schema = Dish::answer_schema();
    /// assert_eq!(schema.pointer("/properties/name/type"), Some(&"string".into()));
    /// ```
    fn answer_schema() -> Value {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let mut schema = Self::schema(&mut generator).to_value();
        let definitions = generator.take_definitions(true);
        if let (false, Some(schema)) = (definitions.is_empty(), schema.as_object_mut()) {
            schema.insert("$defs".into(), definitions.into());
        }
        schema
    }

    /// The value of an answer that fits [`answer_schema`](Self::answer_schema).
    ///
    /// # Errors
    /// When it does not fit.
    fn from_answer(answer: Value) -> Result<Self, ChatError> {
        let text = answer.to_string();
        Self::from_json(answer)
            .map_err(|error| ChatError::NotFitting { problems: error.to_string(), answer: text })
    }
}

impl<T: Port> Answer for T {}

/// Asks for a value of a type, within a node of your own; see [the family](super#typed-answers).
///
/// # Errors
/// Those of [`chat_json`](fn@super::chat_json::chat_json).
pub async fn answer_as<T: Answer>(
    model: &ChatModel,
    key: &Secret,
    prompt: &str,
    ctx: &Ctx,
) -> Result<T, ChatError> {
    let schema = T::answer_schema();
    let messages = vec![ChatMessage::user(prompt)];
    let question =
        Question { model, key: key.reveal(), system: "", messages: &messages, tools: &[], schema: None };
    T::from_answer(chat_json::ask_for_json(question, &schema, true, ctx).await?)
}
