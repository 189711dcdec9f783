//! Tools that a model may call.

use std::collections::HashSet;

use lightflow::prelude::*;
use serde_json::Value;

use super::{ChatError, ChatMessage, json};

/// A tool, as a model is told of it.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct ToolSpec {
    /// Letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// What it does and when to call it, in plain words.
    pub description: String,
    /// JSON Schema of its arguments, an object.
    pub parameters: Value,
}

impl ToolSpec {
    /// A tool with these arguments; [`Answer::answer_schema`](super::Answer::answer_schema) gives the schema of a type.
    pub fn new(name: impl Into<String>, description: impl Into<String>, parameters: Value) -> Self {
        Self { name: name.into(), description: description.into(), parameters }
    }
}

/// A tool that a model wants to be called.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct ToolCall {
    /// What the result names.
    pub id: String,
    /// Which tool.
    pub name: String,
    /// With what; it fits the tool's schema.
    pub arguments: Value,
}

/// What a model says when it has tools.
#[derive(Ports, Clone, Debug, PartialEq)]
pub struct ToolTurn {
    /// What it says; empty when it only calls.
    pub text: String,
    /// What it wants to be called; empty when the text is its answer.
    pub calls: Vec<ToolCall>,
    /// The conversation with this turn at its end.
    pub messages: Vec<ChatMessage>,
}

/// Tools whose schemas were read.
pub(super) struct Toolbox<'a> {
    tools: Vec<(&'a ToolSpec, json::Checker)>,
}

impl<'a> Toolbox<'a> {
    pub fn new(tools: &'a [ToolSpec]) -> Result<Self, ChatError> {
        let mut names = HashSet::new();
        let tools = tools.iter().map(|tool| {
            let refused =
                |problem: &str| ChatError::Tool { name: tool.name.clone(), problem: problem.to_owned() };
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            if !(1..=64).contains(&tool.name.len()) || !tool.name.bytes().all(allowed) {
                return Err(refused(
                    "has a name that services refuse; write 1 to 64 letters, digits, `_` or `-`",
                ));
            }
            if !names.insert(&tool.name) {
                return Err(refused("is there twice; rename one of them"));
            }
            if tool.parameters.get("type").is_none_or(|kind| kind != "object") {
                return Err(refused("takes no object; write a schema with `\"type\": \"object\"`"));
            }
            let checker = json::Checker::new(&tool.parameters);
            Ok((tool, checker.map_err(|error| refused(&format!("cannot be declared: {error}")))?))
        });
        Ok(Self { tools: tools.collect::<Result<_, _>>()? })
    }

    /// Checks what the model calls. Arguments that are no JSON are left as text by the client.
    pub fn check(&self, call: &ToolCall) -> Result<(), ChatError> {
        let refused = |problem: String| ChatError::ToolCall { name: call.name.clone(), problem };
        let Some((_, checker)) = self.tools.iter().find(|(tool, _)| tool.name == call.name) else {
            return Err(refused("which is no tool".into()));
        };
        if !call.arguments.is_object() {
            return Err(refused("with arguments that are no JSON object".into()));
        }
        checker
            .check(&call.arguments)
            .map_err(|problems| refused(format!("with arguments that do not fit: {problems}")))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn weather(name: &str) -> ToolSpec {
        let parameters = json!({
            "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"],
        });
        ToolSpec::new(name, "Says how the weather is.", parameters)
    }

    fn call(name: &str, arguments: Value) -> ToolCall {
        ToolCall { id: "1".into(), name: name.into(), arguments }
    }

    #[test]
    fn tools_have_names_of_their_own() {
        assert!(Toolbox::new(&[weather("weather"), weather("weather_2")]).is_ok());
        for names in [["weather", "weather"], ["weather", ""], ["weather", "how is it?"]] {
            assert!(matches!(Toolbox::new(&names.map(weather)), Err(ChatError::Tool { .. })));
        }
    }

    #[test]
    fn calls_have_to_fit() {
        let tools = [weather("weather")];
        let toolbox = Toolbox::new(&tools).unwrap();
        toolbox.check(&call("weather", json!({ "city": "Oslo" }))).unwrap();
        let refusal = |name, arguments| toolbox.check(&call(name, arguments)).unwrap_err().to_string();
        assert!(refusal("time", json!({})).starts_with("the model called `time`, which is no tool"));
        assert!(refusal("weather", json!({})).contains("do not fit: \"city\" is a required property"));
        assert!(refusal("weather", json!("{\"city\": ")).contains("no JSON object"));
    }
}
