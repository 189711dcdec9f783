//! `explain CODE`: the page of the error index.

use lightflow_errors::{Page, page};
use serde_json::json;

use crate::failure::{Code, Failure, Output};

/// The page of a code.
///
/// # Errors
/// If there is no such code.
pub fn execute(code: &str) -> Result<Output, Failure> {
    let Page { mistake, text, meaning, before, after, fix, .. } = page(code).map_err(|unknown| {
        let hint = match unknown.near.as_slice() {
            [first, .., last] => format!("the codes of this group are {first} to {last}"),
            _ if code.starts_with('E') => format!("run `rustc --explain {code}`: it is a code of rustc"),
            _ => "write a code as it stands below a message, such as `cargo lightflow explain LF0201`"
                .to_owned(),
        };
        Failure::new(Code::UnknownError, unknown.to_string())
            .hint(hint)
            .details(json!({ "code": unknown.code, "near": unknown.near }))
    })?;
    let data = json!({
        "code": mistake.code,
        "title": mistake.title,
        "meaning": meaning,
        "before": before,
        "after": after,
        "fix": fix,
    });
    Ok(Output { data, text: text.to_owned() })
}
