//! `search_assets`: finds what there is by words.

use lightflow_service::service::Service;
use rmcp::model::Tool;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Effect, Fault, declared};
use crate::mcp::assets::{AssetKind, all, summary};

pub const NAME: &str = "search_assets";

/// So many are listed.
const MOST: usize = 50;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Words that the name, the doc or the ports must have, all of them. Without words, everything is listed.
    #[serde(default)]
    words: Option<String>,
    /// List only these.
    #[serde(default)]
    kind: Option<AssetKind>,
}

#[derive(Serialize, JsonSchema)]
pub struct Found {
    assets: Vec<Line>,
    /// How many more there are than are listed.
    more: usize,
}

#[derive(Serialize, JsonSchema)]
struct Line {
    kind: AssetKind,
    id: &'static str,
    name: &'static str,
    doc: String,
    /// What it takes and gives.
    signature: Option<String>,
}

pub fn tool() -> Tool {
    let description = "Find workflows, compositions, nodes, types and models by words. Start here.";
    declared::<Asked, Found>(NAME, "Search assets", description, Effect::Reads)
}

pub fn call(service: &Service, asked: Asked) -> Result<Answer<Found>, Fault> {
    let words: Vec<String> =
        asked.words.unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<_> = all(service.registry())
        .into_iter()
        .filter(|asset| asked.kind.is_none_or(|kind| kind == asset.kind()))
        .filter_map(|asset| Some((asset.distance(&words)?, asset)))
        .collect();
    found.sort_by_key(|(missed, asset)| (*missed, asset.kind(), asset.id()));
    let more = found.len().saturating_sub(MOST);
    let lines = found.into_iter().take(MOST).map(|(_, asset)| Line {
        kind: asset.kind(),
        id: asset.id(),
        name: asset.name(),
        doc: summary(asset.doc()),
        signature: asset.signature(),
    });
    let assets: Vec<Line> = lines.collect();
    let mut text = String::new();
    for Line { kind, name, doc, .. } in &assets {
        let kind = serde_json::to_value(kind).unwrap_or_default();
        text.push_str(&format!("{} `{name}`: {doc}\n", kind.as_str().unwrap_or_default()));
    }
    match (assets.is_empty(), more) {
        (true, _) => text.push_str("nothing has all of these words; try fewer"),
        (_, 0) => {}
        (_, more) => text.push_str(&format!("and {more} more; add words")),
    }
    Ok(Answer::new(Found { assets, more }, text.trim_end()))
}
