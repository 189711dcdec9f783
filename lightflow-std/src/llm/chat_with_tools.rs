//! A turn in which the model may call tools.

use lightflow::prelude::*;

use super::ask::ask;
use super::client::Question;
use super::tool::Toolbox;
use super::{ChatError, ChatMessage, ChatModel, ChatRole, ToolSpec, ToolTurn};

/// Asks a language model that may call tools, and gives what it says and what it wants to be called.
///
/// Tools are declared by name and schema; what runs when one is called is up to the workflow: a `for` over `calls`, then
/// [`answer_tool_calls`](fn@super::answer_tool_calls::answer_tool_calls), then this node again. When `calls` is empty, `text` is the answer.
/// Calls are checked: each names a tool, and its arguments fit the tool's schema.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::llm::answer_tool_calls::answer_tool_calls;
/// use lightflow_std::llm::chat_with_tools::chat_with_tools;
/// use lightflow_std::llm::{ChatMessage, ChatModel, ToolCall, ToolSpec, ToolTurn};
///
/// /// Looks up a price.
/// #[node]
/// fn call_tool(call: &ToolCall) -> String {
///     format!("{} costs 12 euros", call.arguments["article"])
/// }
///
/// /// Answers with what the shop knows.
/// #[workflow]
/// fn help(model: ChatModel, key: Secret, tools: Vec<ToolSpec>, messages: Vec<ChatMessage>) -> String {
///     let ToolTurn { calls, messages, .. } = chat_with_tools { model: &model, key, messages: &messages, tools: &tools, .. };
///     let results = for call in &calls {
///         call_tool(call)
///     };
///     let messages = answer_tool_calls(messages, &calls, &results);
///     let ToolTurn { text, .. } = chat_with_tools { model: &model, key, messages: &messages, tools: &tools, .. };
///     text
/// }
/// ```
///
/// # Errors
/// Those of [`chat`](fn@super::chat::chat); when a tool is not declared well, and when the model calls what does not fit.
#[node(needs(net))]
pub async fn chat_with_tools(
    model: &ChatModel,
    /// The key of the service, such as `env:OPENAI_API_KEY`; local services want none.
    #[port(default = Secret::default())]
    key: Secret,
    /// What was said; the model answers the last of them.
    messages: &[ChatMessage],
    /// What the model may call.
    #[port(len = 1..=128)]
    tools: &[ToolSpec],
    /// What the model is told of its task before anything else.
    #[port(default = String::new())]
    system: String,
    ctx: &Ctx,
) -> Result<ToolTurn, ChatError> {
    let toolbox = Toolbox::new(tools)?;
    let question = Question { model, key: key.reveal(), system: &system, messages, tools, schema: None };
    let answered = ask(question, ctx).await?;
    for call in &answered.calls {
        toolbox.check(call)?;
    }
    let said = ChatMessage {
        role: ChatRole::Assistant,
        text: answered.text.clone(),
        images: Vec::new(),
        tool_calls: answered.calls.clone(),
        tool_call_id: None,
    };
    let messages = messages.iter().cloned().chain([said]).collect();
    Ok(ToolTurn { text: answered.text, calls: answered.calls, messages })
}
