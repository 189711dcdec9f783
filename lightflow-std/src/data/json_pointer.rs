//! One value inside of JSON.

use lightflow::prelude::*;
use serde_json::Value;

/// Why there is no value.
#[derive(Debug, thiserror::Error)]
pub enum JsonPointerError {
    /// It does not begin with a slash.
    #[error("`{pointer}` is no pointer; write one such as `/items/0/name`, or nothing for the whole")]
    Syntax {
        /// As given.
        pointer: String,
    },
    /// It points to nothing.
    #[error("the value has nothing at `{pointer}`: the way ends at `{there}`, which {is}")]
    Missing {
        /// As given.
        pointer: String,
        /// The last part that is there.
        there: String,
        /// What is there.
        is: String,
    },
}

/// The value at a place, such as `/items/0/name` (JSON Pointer, RFC 6901). In a name, `~1` stands for `/` and `~0` for `~`.
///
/// # Errors
/// A pointer that is none, or points to nothing; the message tells what is there instead.
///
/// ```
/// use lightflow_std::data::json_pointer::json_pointer;
/// use serde_json::json;
///
/// let order = json!({ "items": [{ "name": "mug" }] });
/// assert_eq!(json_pointer(&order, "/items/0/name").unwrap(), "mug");
/// let error = json_pointer(&order, "/items/1/name").unwrap_err().to_string();
/// assert_eq!(error, "the value has nothing at `/items/1/name`: the way ends at `/items`, which is a list of 1");
/// ```
#[node]
pub fn json_pointer(
    /// Where to look.
    value: &Value,
    /// The place.
    pointer: &str,
) -> Result<Value, JsonPointerError> {
    if let Some(found) = value.pointer(pointer) {
        return Ok(found.clone());
    }
    if !pointer.starts_with('/') {
        return Err(JsonPointerError::Syntax { pointer: pointer.to_owned() });
    }
    let ends = pointer.match_indices('/').map(|(end, _)| &pointer[..end]);
    let (there, found) =
        ends.filter_map(|part| Some((part, value.pointer(part)?))).next_back().unwrap_or(("", value));
    Err(JsonPointerError::Missing {
        pointer: pointer.to_owned(),
        there: there.to_owned(),
        is: describe(found),
    })
}

fn describe(value: &Value) -> String {
    const MOST: usize = 10;
    match value {
        Value::Null => "is null".into(),
        Value::Bool(_) => "is a boolean".into(),
        Value::Number(_) => "is a number".into(),
        Value::String(_) => "is a text".into(),
        Value::Array(list) => format!("is a list of {}", list.len()),
        Value::Object(object) => {
            let names: Vec<_> = object.keys().take(MOST).map(|name| format!("`{name}`")).collect();
            let more = if object.len() > MOST { ", .." } else { "" };
            format!("has {}{more}", if names.is_empty() { "no entries".to_owned() } else { names.join(", ") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_standard() {
        let value = json!({ "foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, " ": 7 });
        for (pointer, found) in [
            ("/foo/0", json!("bar")),
            ("/", json!(0)),
            ("/a~1b", json!(1)),
            ("/m~0n", json!(8)),
            ("/ ", json!(7)),
        ] {
            assert_eq!(json_pointer(&value, pointer).unwrap(), found, "{pointer}");
        }
        assert_eq!(json_pointer(&value, "").unwrap(), value);
    }

    #[test]
    fn a_mistake_is_answered_with_what_is_there() {
        let value = json!({ "a": { "b": 1 } });
        for (pointer, message) in [
            ("/a/c", "the way ends at `/a`, which has `b`"),
            ("/x", "the way ends at ``, which has `a`"),
            ("/a/b/c/d", "the way ends at `/a/b`, which is a number"),
            ("a", "`a` is no pointer"),
        ] {
            let error = json_pointer(&value, pointer).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
