//! JSON to text.

use lightflow::prelude::*;
use serde_json::Value;

/// Writes a value as JSON (RFC 8259), in one line or indented. Equal values give equal texts: keys are sorted.
///
/// ```
/// use lightflow_std::data::to_json_text::to_json_text;
/// use serde_json::json;
///
/// assert_eq!(to_json_text(&json!({ "b": [1, null], "a": "ä" }), false), "{\"a\":\"ä\",\"b\":[1,null]}");
/// assert_eq!(to_json_text(&json!([1]), true), "[\n  1\n]");
/// ```
#[node]
pub fn to_json_text(
    /// Any value.
    value: &Value,
    /// Whether each entry has a line of its own, for people.
    #[port(default = false)]
    indent: bool,
) -> String {
    if indent { format!("{value:#}") } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_json::parse_json;
    use proptest::prelude::*;

    /// Any value, some levels deep.
    pub(crate) fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(".*", inner, 0..4).prop_map(Value::from_iter),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in values(), indent: bool) {
            let text = to_json_text(&value, indent);
            let read = parse_json(&text).unwrap();
            // The last bit of a number may differ: what is written of what was read does not.
            prop_assert_eq!(to_json_text(&read, indent), to_json_text(&parse_json(&to_json_text(&read, false)).unwrap(), indent));
        }
    }
}
