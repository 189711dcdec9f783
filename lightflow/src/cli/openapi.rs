//! `openapi`: prints the description of the HTTP interface.

use clap::{ArgMatches, Command};
use serde_json::json;

use super::failure::Failure;
use super::ordered::pretty;
use super::tree::output_arg;
use super::{Context, Output, kept};

pub(super) fn command() -> Command {
    Command::new("openapi")
        .about("Print the OpenAPI document of the HTTP interface, also to a pipe")
        .arg(output_arg("Write the document to a file"))
}

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let service = kept::storeless(context);
    let text = format!("{}\n", pretty(&lightflow_server::openapi::document(&service)));
    let Some(path) = matches.get_one::<String>("output") else { return Ok(Output::Raw(text)) };
    std::fs::write(path, text).map_err(|error| Failure::output(path, &error))?;
    Ok(Output::Data { data: json!({ "file": path }), text: format!("wrote {path}\n") })
}
