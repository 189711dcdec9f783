//! `openapi`: prints the description of the HTTP interface.

use clap::{ArgMatches, Command};
use serde_json::json;

use super::failure::Failure;
use super::tree::output_arg;
use super::{Context, Output, kept};

pub(super) fn command() -> Command {
    Command::new("openapi")
        .about("Print the OpenAPI document of the HTTP interface, also to a pipe")
        .arg(output_arg("Write the document to a file"))
}

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let service = kept::storeless(context);
    let mut document = lightflow_server::openapi::document(&service);
    // One order, whatever the crates of a program ask of serde_json: the file is compared and committed.
    document.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&document).expect("a document has string keys only");
    text.push('\n');
    let Some(path) = matches.get_one::<String>("output") else { return Ok(Output::Raw(text)) };
    std::fs::write(path, text).map_err(|error| Failure::output(path, &error))?;
    Ok(Output::Data { data: json!({ "file": path }), text: format!("wrote {path}\n") })
}
