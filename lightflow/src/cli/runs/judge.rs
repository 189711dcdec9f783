//! `runs judge|verdicts`: what people say of what runs made.

use clap::ArgMatches;
use serde_json::json;

use super::{or_fail, store, text};
use crate::cli::failure::{Code, Failure};
use crate::cli::table::columns;
use crate::cli::{Context, Output};
use crate::runs::VerdictFilter;
use crate::service::Service;

/// Writes down what somebody says of an artifact.
pub(super) fn judge(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let (artifact, picked) = match (text(matches, "pick"), text(matches, "reject")) {
        (Some(artifact), None) => (artifact, true),
        (None, Some(artifact)) => (artifact, false),
        _ => {
            return Err(Failure::new(Code::WrongUsage, "nothing says which artifact is judged, and how")
                .hint("write `--pick ARTIFACT` or `--reject ARTIFACT`"));
        }
    };
    let note = text(matches, "note").map(str::to_owned);
    let run = text(matches, "run").unwrap_or("last");
    let verdict = or_fail(context, service.judge(run, artifact, picked, note))?;
    let word = if picked { "picked" } else { "rejected" };
    let text = format!(
        "{word} {} of {}\n`{} runs rerun --from {} --set NAME=VALUE` makes another like it\n",
        verdict.artifact.name, verdict.run, context.program, verdict.artifact.digest,
    );
    Ok(Output::Data { data: json!(verdict), text })
}

/// Lists what was said.
pub(super) fn verdicts(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let workflow = match text(matches, "workflow") {
        Some(name) => Some(context.workflow(name)?.0.graph.id.to_owned()),
        None => None,
    };
    let filter = VerdictFilter { workflow, ..VerdictFilter::default() };
    let verdicts = store(context, service)?.verdicts(&filter).map_err(|error| Failure::store(&error))?;
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = verdicts
        .iter()
        .map(|verdict| {
            let word = if verdict.picked { paint.green("picked") } else { paint.red("rejected") };
            let note = verdict.note.clone().unwrap_or_default();
            vec![paint.bold(&verdict.artifact.name), word, verdict.run.to_string(), paint.dim(&note)]
        })
        .collect();
    let text = if rows.is_empty() { "no verdicts\n".into() } else { columns(&rows) };
    Ok(Output::Data { data: json!({ "verdicts": verdicts }), text })
}
