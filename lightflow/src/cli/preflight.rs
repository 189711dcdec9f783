//! `preflight WORKFLOW ..`: checks all that a run would need, with the flags of `run`; runs nothing.

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::flags::Purpose;
use super::ready::Asked;
use super::table::columns;
use super::{Context, Output, kept, run};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = run::words(context, matches, Purpose::Preflight)?;
    let found = context.workflow(&name)?;
    let asked = Asked::read(context, found, Purpose::Preflight, &words);
    if asked.wants_help() {
        return run::help(context, &asked);
    }
    let defaults = asked.checked.defaults.clone();
    let ready = asked.ready(context, &kept::storeless(context))?;
    let workflow = ready.workflow;
    let paint = context.io.out_paint();
    let demands = workflow.graph.demands();
    let rows: Vec<Vec<String>> = demands
        .iter()
        .map(|demand| vec![paint.bold(&demand.need.to_string()), demand.path.clone()])
        .collect();
    let mut text = format!("{} {}\n", paint.bold(workflow.graph.id), paint.green("is ready to run"));
    if !rows.is_empty() {
        text.push_str(&format!("\n{}\n{}", paint.green("needs"), columns(&rows)));
    }
    let needs: Vec<_> = demands
        .iter()
        .map(|demand| json!({ "need": demand.need.to_string(), "path": demand.path }))
        .collect();
    Ok(Output::Data {
        data: json!({
            "workflow": workflow.graph.id,
            "inputs": workflow.graph.shown(&ready.inputs),
            "defaults": defaults,
            "needs": needs,
        }),
        text,
    })
}
