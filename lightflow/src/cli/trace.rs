//! `runs trace RUN`: a run as a trace.

use clap::ArgMatches;
use serde_json::json;

use super::Output;
use super::failure::Failure;
use crate::runs::{Run, Runs};

pub(super) fn execute(runs: &Runs, run: &Run, matches: &ArgMatches) -> Result<Output, Failure> {
    let trace = runs.trace(run.id).map_err(|error| Failure::store(&error))?;
    let document = trace.to_json() + "\n";
    let Some(path) = matches.get_one::<String>("output") else {
        return Ok(Output::Raw(document));
    };
    std::fs::write(path, document).map_err(|error| Failure::output(path, &error))?;
    Ok(Output::Data {
        data: json!({ "run": run.id, "file": path, "spans": trace.spans() }),
        text: format!("wrote {path}, {} spans\n", trace.spans()),
    })
}
