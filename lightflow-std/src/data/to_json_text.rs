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
    let mut value = value.clone();
    // By itself it is not where a crate of the program turns on `preserve_order` of serde_json.
    value.sort_all_objects();
    if indent { format!("{value:#}") } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any value, some levels deep. Numbers are such that text keeps every bit of.
    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)),
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
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
