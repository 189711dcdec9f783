//! `schema WORKFLOW`: the JSON Schema of a workflow's inputs.

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::ordered::pretty;
use super::{Context, Output};
use crate::registry::inputs_schema;

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let name = matches.get_one::<String>("workflow").cloned().unwrap_or_default();
    let (workflow, _) = context.workflow(&name)?;
    let schema = inputs_schema(&workflow.graph);
    let text = format!("{}\n", pretty(&schema));
    let Some(path) = matches.get_one::<String>("output") else {
        return Ok(Output::Data { data: schema, text });
    };
    std::fs::write(path, text).map_err(|error| Failure::output(path, &error))?;
    Ok(Output::Data {
        data: json!({ "workflow": workflow.graph.id, "file": path }),
        text: format!("wrote {path}\n"),
    })
}
