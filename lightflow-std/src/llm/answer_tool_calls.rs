//! What tools gave, back into the conversation.

use lightflow::prelude::*;

use super::{ChatError, ChatMessage, ToolCall};

/// Adds to a conversation what the tools gave that the model called, for it to go on.
///
/// A turn without calls is given as it is.
///
/// ```
/// use lightflow_std::llm::answer_tool_calls::answer_tool_calls;
/// use lightflow_std::llm::{ChatMessage, ToolCall};
///
/// let call = ToolCall { id: "call_1".into(), name: "price".into(), arguments: serde_json::json!({}) };
/// let messages = answer_tool_calls(vec![ChatMessage::user("?")], &[call], &["12 euros".into()])?;
/// assert_eq!(messages[1].tool_call_id.as_deref(), Some("call_1"));
/// # Ok::<(), lightflow_std::llm::ChatError>(())
/// ```
///
/// # Errors
/// When there is not one result for each call.
#[node]
pub fn answer_tool_calls(
    messages: Vec<ChatMessage>,
    /// What the model called, as its turn gave it.
    calls: &[ToolCall],
    /// What each call gave, in their order: text, mostly JSON.
    results: &[String],
) -> Result<Vec<ChatMessage>, ChatError> {
    if calls.len() != results.len() {
        return Err(ChatError::ToolResults { calls: calls.len(), results: results.len() });
    }
    let results = calls.iter().zip(results).map(|(call, result)| ChatMessage::tool(call, result));
    Ok(messages.into_iter().chain(results).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_wants_one_result() {
        let call = ToolCall { id: "1".into(), name: "price".into(), arguments: serde_json::json!({}) };
        let error = answer_tool_calls(vec![], &[call], &[]).unwrap_err().to_string();
        assert_eq!(error, "there are 0 results for 1 tool calls; give one for each, in order");
    }

    #[test]
    fn without_calls_nothing_is_added() {
        let messages = vec![ChatMessage::user("hello"), ChatMessage::assistant("hello")];
        assert_eq!(answer_tool_calls(messages.clone(), &[], &[]).unwrap(), messages);
    }
}
