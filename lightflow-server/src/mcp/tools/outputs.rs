//! `outputs`: what a run gave and made, with pictures to look at.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lightflow_service::service::Service;
use rmcp::model::{ContentBlock, Tool};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::outcome::{Made, Outcome};
use super::{Answer, Effect, Fault, declared};
use crate::mcp::media;

pub const NAME: &str = "outputs";

/// So many pictures are sent at most: each costs the model some thousand tokens.
const MOST: usize = 8;

/// The longest side of a picture, in pixels.
const SIDE: u32 = 768;

/// A larger file is not made small.
const LARGEST: u64 = 64 << 20;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The id of a run, the beginning of one, or `last` for the newest.
    run: String,
    /// How many pictures to look at, made small: those that the outputs name first, then the others by name.
    #[serde(default = "one")]
    #[schemars(range(max = 8))]
    pictures: usize,
    /// Look only at pictures whose name has this in it.
    #[serde(default)]
    name: Option<String>,
}

fn one() -> usize {
    1
}

pub fn tool() -> Tool {
    let description = "Show what a run gave, and the files that it made with links to read them; pictures come along, \
                       made small, to be judged.";
    declared::<Asked, Outcome>(NAME, "Outputs of a run", description, Effect::Reads)
}

pub fn call(service: &Service, asked: Asked) -> Result<Answer<Outcome>, Fault> {
    let store = service.store()?;
    let outcome = Outcome::of(service, store.find(&asked.run)?)?;
    let mut pictures: Vec<&Made> =
        outcome.artifacts.iter().filter(|made| media::is_picture(&made.artifact.name)).collect();
    if let Some(part) = &asked.name {
        pictures.retain(|made| made.artifact.name.contains(part.as_str()));
        if pictures.is_empty() {
            let message = format!("the run made no picture with `{}` in its name", part.escape_debug());
            return Err(Fault::new("not_found", message, "leave `name` away to see all that it made"));
        }
    }
    let is_named =
        |made: &Made| outcome.outputs.as_ref().is_some_and(|outputs| names(outputs, &made.artifact.name));
    pictures.sort_by_key(|made| !is_named(made));
    let mut looked = Vec::new();
    for made in pictures.into_iter().take(asked.pictures.min(MOST)) {
        if let Some(small) = small(service, made)? {
            looked.push(ContentBlock::text(format!("{}:", made.artifact.name)));
            looked.push(small);
        }
    }
    let mut answer = outcome.answer();
    answer.more.extend(looked);
    Ok(answer)
}

/// Whether a value has a path that ends in this name.
fn names(value: &Value, name: &str) -> bool {
    match value {
        Value::String(text) => {
            text == name || text.strip_suffix(name).is_some_and(|rest| rest.ends_with('/'))
        }
        Value::Array(items) => items.iter().any(|item| names(item, name)),
        Value::Object(fields) => fields.values().any(|field| names(field, name)),
        _ => false,
    }
}

/// A small copy of a picture; nothing, if it is gone or none that can be read.
fn small(service: &Service, made: &Made) -> Result<Option<ContentBlock>, Fault> {
    if made.artifact.len > LARGEST {
        return Ok(None);
    }
    let Some(bytes) = service.store()?.get(made.artifact.digest)? else { return Ok(None) };
    let small = lightflow_artifact::thumbnail(&bytes, SIDE).ok();
    Ok(small.map(|small| ContentBlock::image(STANDARD.encode(&small.bytes), small.format.media_type())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_picture_is_named_by_the_end_of_a_path() {
        assert!(names(&json!({ "sheet": ["out/a/sheet.png"] }), "sheet.png"));
        assert!(names(&json!("sheet.png"), "sheet.png"));
        assert!(!names(&json!("out/contactsheet.png"), "sheet.png"));
    }
}
