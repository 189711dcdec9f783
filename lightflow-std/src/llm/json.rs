//! JSON in what a model says, and whether it fits.

use serde_json::Value;

use super::ChatError;

/// How many misfits are named.
const MOST_PROBLEMS: usize = 5;

/// A JSON Schema that was read.
pub(super) struct Checker(jsonschema::Validator);

impl Checker {
    pub fn new(schema: &Value) -> Result<Self, ChatError> {
        match jsonschema::validator_for(schema) {
            Ok(validator) => Ok(Self(validator)),
            Err(error) => Err(ChatError::Schema(error.to_string())),
        }
    }

    /// Says in one line what does not fit and where, the place as a JSON Pointer (RFC 6901).
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let mut errors = self.0.iter_errors(value).map(|error| {
            let place = error.instance_path().to_string();
            if place.is_empty() { error.to_string() } else { format!("{error} at `{place}`") }
        });
        let mut problems: Vec<String> = errors.by_ref().take(MOST_PROBLEMS).collect();
        match errors.count() {
            _ if problems.is_empty() => return Ok(()),
            0 => {}
            more => problems.push(format!("and {more} more")),
        }
        Err(problems.join(", "))
    }

    /// The value in what a model says, if it fits.
    pub fn read(&self, text: &str) -> Result<Value, String> {
        let value = parse(text)?;
        self.check(&value).map(|()| value)
    }
}

/// The JSON value of a text. Models like to put it between fences of Markdown, or a sentence before it.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    let text = text.trim();
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    fenced(text)
        .and_then(|inside| serde_json::from_str(inside).ok())
        .ok_or_else(|| format!("it is no JSON: {error}"))
}

/// What stands between the first fence and the last.
fn fenced(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("```")?;
    let (inside, _) = after.rsplit_once("```")?;
    Some(inside.strip_prefix("json").unwrap_or(inside).trim())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn fences_and_talk_around_json_do_not_matter() {
        for text in [" {\"a\": 1}\n", "```json\n{\"a\": 1}\n```", "Here it is:\n```\n{\"a\": 1}\n```\nBye."] {
            assert_eq!(parse(text).unwrap(), json!({ "a": 1 }), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_place() {
        let checker = Checker::new(&json!({
            "type": "object",
            "properties": { "items": { "type": "array", "items": { "type": "number" } } },
            "required": ["items"],
        }));
        let checker = checker.unwrap();
        assert_eq!(checker.check(&json!({})).unwrap_err(), "\"items\" is a required property");
        let problems = checker.check(&json!({ "items": [1, "two"] })).unwrap_err();
        assert_eq!(problems, "\"two\" is not of type \"number\" at `/items/1`");
        let many = checker.check(&json!({ "items": ["", "", "", "", "", "", ""] })).unwrap_err();
        assert!(many.ends_with("and 2 more"), "{many}");
        assert!(checker.read("{").unwrap_err().starts_with("it is no JSON: "));
    }

    #[test]
    fn what_is_no_schema_is_refused_and_nothing_is_fetched() {
        assert!(matches!(Checker::new(&json!({ "type": "nothing" })), Err(ChatError::Schema(_))));
        let remote = json!({ "$ref": "https://example.org/schema.json" });
        assert!(matches!(Checker::new(&remote), Err(ChatError::Schema(_))));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            let _ = parse(&text);
        }
    }
}
