//! `runs create|start|resume|retry|rerun|cancel`: runs that begin later, go on, begin again, or end.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::{find, or_fail, store, text};
use crate::cli::collect::collect;
use crate::cli::failure::{Code, Failure};
use crate::cli::flags::{Purpose, table};
use crate::cli::ready::Asked;
use crate::cli::{Context, Output, kept, run};
use crate::runs::{Cancelled, Reuse, RunStatus};
use crate::service::{Ask, Origin, Service};

/// Keeps a run for whoever starts it.
pub(super) fn create(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = run::words(context, matches, Purpose::Create)?;
    let found = context.workflow(&name)?;
    let asked = Asked::read(context, found, Purpose::Create, &words);
    if asked.wants_help() {
        return run::help(context, &asked);
    }
    let store = asked.flags().store.clone();
    let service = match &asked {
        asked if asked.is_wrong() => kept::storeless(context),
        _ => kept::service(context, store.as_deref())?,
    };
    let ready = asked.ready(context, &service)?;
    let id = or_fail(context, service.create(&ready))?;
    let text = format!("{id}\n`{} runs start {id}` starts it\n", context.program);
    Ok(Output::Data { data: json!({ "run": id, "workflow": ready.workflow.graph.id }), text })
}

/// Starts a run that was created.
pub(super) fn start(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let found = find(context, service, matches)?;
    if found.status != RunStatus::Created {
        let message = format!("the run `{}` was started before: it is {}", found.id, found.status);
        let hint = format!("run `{} runs retry {}` for a new run like it", context.program, found.id);
        return Err(Failure::new(Code::WrongRun, message).hint(hint));
    }
    go_on(context, service, matches, &found.id.to_string())
}

/// Goes on with a run.
pub(super) fn resume(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let found = find(context, service, matches)?;
    go_on(context, service, matches, &found.id.to_string())
}

fn go_on(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
    id: &str,
) -> Result<Output, Failure> {
    let run = store(context, service)?.find(id).map_err(|error| Failure::store(&error))?;
    let request = store(context, service)?.request(run.id).map_err(|error| Failure::store(&error))?;
    let (workflow, _) = context.workflow(&request.workflow)?;
    let secrets = changes(context, workflow, matches)?;
    go_to(request.folder.as_deref())?;
    let mut resumable = or_fail(context, service.resumable(id, secrets))?;
    if let Some(folder) = out(matches) {
        let ask = Ask {
            place: crate::runs::Place { output_folder: Some(folder), ..resumable.ready.ask.place.clone() },
            inputs: resumable.ready.inputs.clone(),
            ..resumable.ready.ask.clone()
        };
        resumable.ready = or_fail(context, service.check(ask))?;
    }
    if !resumable.changed.is_empty() {
        let nodes: Vec<String> = resumable.changed.iter().map(|node| format!("`{node}`")).collect();
        context.io.note(&format!("changed since then, and run again: {}", nodes.join(", ")));
    }
    let recording = or_fail(context, service.resume(&resumable, Reuse::default()))?;
    let watch = run::watch(context, resumable.ready.workflow);
    run::carry_out(context, service, resumable.ready, Some(recording), watch)
}

/// The same once more.
pub(super) fn retry(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let ask = or_fail(context, service.retry(text(matches, "run").unwrap_or("last")))?;
    once_more(context, service, matches, ask)
}

/// What made a run or an artifact, with some inputs changed.
pub(super) fn rerun(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let origin = match (text(matches, "from"), text(matches, "run")) {
        (Some(artifact), _) => Origin::Artifact(artifact.to_owned()),
        (None, run) => Origin::Run(run.unwrap_or("last").to_owned()),
    };
    let ask = or_fail(context, service.rerun(&origin, Map::new()))?;
    once_more(context, service, matches, ask)
}

fn once_more(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
    mut ask: Ask,
) -> Result<Output, Failure> {
    let found = context.workflow(&ask.workflow)?;
    go_to(ask.place.folder.as_deref())?;
    if let Some(folder) = out(matches) {
        ask.place.output_folder = Some(folder);
    }
    let words: Vec<String> = sets(matches).map(|set| format!("--{set}")).collect();
    let asked = Asked::on_top_of(context, found, Purpose::Change, &words, ask);
    let ready = asked.ready(context, service)?;
    let recording = or_fail(context, service.begin(&ready))?;
    let watch = run::watch(context, ready.workflow);
    run::carry_out(context, service, ready, recording, watch)
}

/// Asks a run to stop.
pub(super) fn cancel(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let cancelled = store(context, service)?.cancel(run.id).map_err(|error| Failure::store(&error))?;
    let (word, text) = match cancelled {
        Cancelled::Now => ("now", format!("cancelled {}\n", run.id)),
        Cancelled::Asked => ("asked", format!("asked {} to stop\n", run.id)),
    };
    Ok(Output::Data { data: json!({ "run": run.id, "cancelled": word }), text })
}

/// What `--set` says, read as the workflow's flags are.
fn changes(
    context: &Context<'_>,
    workflow: &'static crate::spec::WorkflowSpec,
    matches: &ArgMatches,
) -> Result<Map<String, Value>, Failure> {
    let words: Vec<String> = sets(matches).map(|set| format!("--{set}")).collect();
    let collected = collect(&table(workflow, Purpose::Change), &words);
    match collected.mistakes.as_slice() {
        [] => Ok(collected.values),
        mistakes => Err(crate::cli::inputs::report(context, workflow, Purpose::Run, mistakes)),
    }
}

fn sets(matches: &ArgMatches) -> impl Iterator<Item = &String> {
    matches.try_get_many::<String>("set").ok().flatten().into_iter().flatten()
}

fn out(matches: &ArgMatches) -> Option<PathBuf> {
    text(matches, "out").map(PathBuf::from)
}

/// Relative paths among the inputs mean what they meant there.
fn go_to(folder: Option<&std::path::Path>) -> Result<(), Failure> {
    let Some(folder) = folder else { return Ok(()) };
    std::env::set_current_dir(folder).map_err(|error| {
        Failure::new(
            Code::WrongRun,
            format!("cannot go to the folder of the run, {}: {error}", folder.display()),
        )
        .hint("make it again: relative paths among the inputs begin there")
    })
}
