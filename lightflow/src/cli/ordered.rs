//! JSON whose members stand in the order of their names: what is printed does not depend on whether some crate of the program turned
//! on `preserve_order` of serde_json.

use serde_json::Value;

/// The value with all members in order.
pub(super) fn ordered(value: &Value) -> Value {
    let mut value = value.clone();
    value.sort_all_objects();
    value
}

/// For people: indented, in order.
pub(super) fn pretty(value: &Value) -> String {
    format!("{:#}", ordered(value))
}
