//! Writes lengths, multiples and patterns into a port's JSON Schema.

use schemars::Schema;
use serde_json::Value;

use super::PortSpec;

/// Adds what `port` says of lengths, multiples and patterns; those of a list's items go where the items are described.
pub fn constrain(port: &PortSpec, schema: &mut Schema) {
    let is_list = schema.get("items").is_some();
    if let Some(len) = &port.len {
        let (least, most) = if is_list { ("minItems", "maxItems") } else { ("minLength", "maxLength") };
        schema.insert(least.into(), len.min.into());
        if let Some(max) = len.max {
            schema.insert(most.into(), max.into());
        }
    }
    if is_list {
        let items = schema.get_mut("items").and_then(|items| <&mut Schema>::try_from(items).ok());
        if let Some(items) = items {
            of_each(port, items);
        }
    } else {
        of_each(port, schema);
    }
}

fn of_each(port: &PortSpec, schema: &mut Schema) {
    if let Some(of) = port.multiple_of.and_then(|of| i64::try_from(of).ok()) {
        schema.insert("multipleOf".into(), of.into());
    }
    // A schema's pattern may match anywhere in the text; ours is about all of it.
    let whole = |text: &str| format!("^(?:{text})$");
    match port.matches {
        [] => {}
        [only] => drop(schema.insert("pattern".into(), whole(only.text).into())),
        several => {
            let all = several.iter().map(|pattern| serde_json::json!({ "pattern": whole(pattern.text) }));
            schema.insert("allOf".into(), Value::Array(all.collect()));
        }
    }
}
