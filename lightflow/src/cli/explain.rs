//! `explain CODE`: what a compiler error means and how it is repaired.

use clap::ArgMatches;
use lightflow_errors::{Page, UnknownCode, page};
use serde_json::json;

use super::failure::{Code, Failure};
use super::{Context, Output};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let code = matches.get_one::<String>("code").cloned().unwrap_or_default();
    let page = page(&code).map_err(|unknown| failure(&context.program, &unknown))?;
    let Page { mistake, text, meaning, before, after, fix, .. } = page;
    let data = json!({
        "code": mistake.code,
        "title": mistake.title,
        "meaning": meaning,
        "before": before,
        "after": after,
        "fix": fix,
    });
    Ok(Output::Data { data, text: text.to_owned() })
}

fn failure(program: &str, unknown: &UnknownCode) -> Failure {
    let hint = if !unknown.near.is_empty() {
        format!("the codes of this group are {} to {}", unknown.near[0], unknown.near[unknown.near.len() - 1])
    } else if unknown.code.starts_with('E') {
        format!("run `rustc --explain {}`: it is a code of rustc", unknown.code)
    } else {
        format!("write a code as it stands below a message, such as `{program} explain LF0201`")
    };
    Failure::new(Code::UnknownError, unknown.to_string())
        .hint(hint)
        .details(json!({ "code": unknown.code, "near": unknown.near }))
}
