//! `runs trace RUN`: a run as a trace.

use clap::ArgMatches;
use serde_json::json;

use super::{find, or_fail, text};
use crate::cli::failure::Failure;
use crate::cli::{Context, Output};
use crate::service::Service;

pub(super) fn execute(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let trace = or_fail(context, service.runs())?.trace(run.id).map_err(|error| Failure::store(&error))?;
    let document = trace.to_json() + "\n";
    let Some(path) = text(matches, "output") else {
        return Ok(Output::Raw(document));
    };
    std::fs::write(path, document).map_err(|error| Failure::output(path, &error))?;
    Ok(Output::Data {
        data: json!({ "run": run.id, "file": path, "spans": trace.spans() }),
        text: format!("wrote {path}, {} spans\n", trace.spans()),
    })
}
