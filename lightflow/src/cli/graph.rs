//! `graph NAME`: draws a workflow or composition.

use std::path::Path;

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::{Context, Output};
use crate::render::{Format, render};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let name = matches.get_one::<String>("name").cloned().unwrap_or_default();
    let graph = context.graph(&name)?;
    let output = matches.get_one::<String>("output");
    let format = matches.get_one::<String>("format");
    let format = format
        .and_then(|format| format.parse().ok())
        .or_else(|| output.and_then(|path| by_ending(path)))
        .unwrap_or(Format::Mermaid);
    let drawing = render(graph, format);
    let Some(path) = output else {
        return Ok(Output::Raw(drawing));
    };
    std::fs::write(path, drawing).map_err(|error| Failure::output(path, &error))?;
    Ok(Output::Data {
        data: json!({ "id": graph.id, "format": format.name(), "file": path }),
        text: format!("wrote {path}\n"),
    })
}

fn by_ending(path: &str) -> Option<Format> {
    match Path::new(path).extension()?.to_str()? {
        "svg" => Some(Format::Svg),
        "dot" | "gv" => Some(Format::Dot),
        "json" => Some(Format::Json),
        "mmd" | "mermaid" => Some(Format::Mermaid),
        _ => None,
    }
}
