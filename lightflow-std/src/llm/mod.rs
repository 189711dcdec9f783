//! Chat with language models: OpenAI and what speaks its protocol, Anthropic, Ollama; one client for all,
//! [genai](https://github.com/jeremychone/rust-genai).
//!
//! [`chat_model`](fn@chat_model::chat_model) says who is asked; keys are `Secret` ports of the nodes that ask, so that a model can be kept and
//! shown. Texts come through `ctx.token` while they grow. Tokens are counted as `input_tokens` and `output_tokens`, and `cost_usd` where
//! the model was given its prices.
//!
//! # Asked once
//!
//! The nodes are not `volatile`: what was answered and paid for is not asked again while model and messages are the same. Another `seed`
//! asks anew, as does `run --fresh STEP`.
//!
//! # Typed answers
//!
//! [`chat_json`](fn@chat_json::chat_json) takes a JSON Schema, and any port type has one: [`Answer::answer_schema`]. In a node of your own,
//! [`answer_as`] asks and gives the type:
//!
//! ```no_run
//! use lightflow::prelude::*;
//! use lightflow_std::llm::{ChatError, ChatModel, answer_as};
//!
//! /// What a receipt says.
//! #[derive(Port, Clone, Debug)]
//! pub struct Receipt {
//!     /// Name of the shop.
//!     pub shop: String,
//!     /// Sum in euros.
//!     pub total: f64,
//! }
//!
//! /// Reads a receipt.
//! #[node(needs(net))]
//! async fn read_receipt(model: &ChatModel, key: &Secret, text: &str, ctx: &Ctx) -> Result<Receipt, ChatError> {
//!     answer_as(model, key, &format!("Read this receipt:\n{text}"), ctx).await
//! }
//! ```

pub mod answer_tool_calls;
pub mod chat;
pub mod chat_json;
pub mod chat_model;
pub mod chat_with_tools;
#[cfg(feature = "image")]
pub mod image_for_chat;

mod answer;
mod ask;
mod client;
mod error;
mod json;
mod message;
mod model;
mod tool;

#[cfg(test)]
mod recorded;

pub use answer::{Answer, answer_as};
pub use error::ChatError;
pub use message::{ChatImage, ChatMessage, ChatRole};
pub use model::{ChatModel, ChatProvider};
pub use tool::{ToolCall, ToolSpec, ToolTurn};
