//! `preflight WORKFLOW ..`: checks all that a run would need, with the flags of `run`; runs nothing.

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::flags::Purpose;
use super::ready::ready;
use super::table::columns;
use super::{Context, Output, inputs, run, tree};
use crate::Engine;

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = run::words(context, matches, Purpose::Preflight)?;
    let (workflow, launch) = context.workflow(&name)?;
    let ready = ready(context, workflow, Purpose::Preflight, &words)?;
    if ready.checked.flags.help {
        let name = context.name_of(workflow.graph.id);
        return tree::help(context, &["preflight", name, "--help"]).map(Output::Raw);
    }
    // A prepared run has read its inputs, and nothing runs before it is spawned.
    let engine = ready.engine(Engine::builder()).build();
    launch(&engine, ready.checked.values.clone())
        .map_err(|errors| inputs::refused(context, workflow, Purpose::Preflight, &errors))?;
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
            "inputs": workflow.graph.shown(&ready.checked.values),
            "defaults": ready.checked.defaults,
            "needs": needs,
        }),
        text,
    })
}
