//! A line in the log.

use lightflow::prelude::*;
use serde_json::Value;

/// The longest text of a value in a line, in characters.
const LONGEST: usize = 1000;

/// Writes a line to the step's log, and passes the value on.
///
/// The line is `message`, with the value as JSON after it if that is not null, shortened to 1000 characters.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::data::log::log;
/// use serde_json::json;
///
/// let ctx = Ctx::test();
/// assert_eq!(log(json!([1, 2]), "found", &ctx), json!([1, 2]));
/// assert_eq!(ctx.lines(), ["found: [1,2]"]);
/// ```
#[node(volatile)]
pub fn log(
    /// Any value.
    #[port(default = Value::Null)]
    value: Value,
    /// What to say.
    message: &str,
    ctx: &Ctx,
) -> Value {
    if value.is_null() {
        ctx.log(message);
    } else {
        let text = value.to_string();
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        let more = if end < text.len() { ".." } else { "" };
        ctx.log(format!("{message}: {}{more}", &text[..end]));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shortened_in_the_line_only() {
        let ctx = Ctx::test();
        let value = Value::from("ä".repeat(2000));
        assert_eq!(log(value.clone(), "text", &ctx), value);
        assert_eq!(ctx.lines()[0].chars().count(), "text: ".len() + LONGEST + "..".len());
        log(Value::Null, "done", &ctx);
        assert_eq!(ctx.lines()[1], "done");
    }
}
