//! `runs ..`: what was run before, and going on with it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::failure::{Code, Failure};
use super::flags::Purpose;
use super::io::Paint;
use super::table::columns;
use super::watch::Watch;
use super::{Context, Output, inputs, kept, run};
use crate::Engine;
use crate::runs::{Reuse, Run, RunFilter, RunStatus, Runs, StepRecord, StoreError};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let Some((name, matches)) = matches.subcommand() else { unreachable!("clap asks for a subcommand") };
    let runs = kept::needed(context, text(matches, "store"))?;
    match name {
        "list" => list(context, &runs, matches),
        "resume" => resume(context, &runs, matches),
        "diff" => diff(context, &runs, matches),
        "delete" => delete(&runs, matches),
        "get" => get(context, &runs, matches),
        "steps" => steps(context, &runs, matches),
        "events" => events(&runs, matches),
        "trace" => super::trace::execute(&runs, &find(&runs, matches, "run")?, matches),
        "logs" => super::logs::execute(context, &runs, &find(&runs, matches, "run")?, matches),
        "request" => {
            one(&runs, matches, |runs, run| runs.store().request(run.id).map(|request| json!(request)))
        }
        "outputs" => one(&runs, matches, |runs, run| {
            runs.store().outputs(run.id).map(|outputs| outputs.unwrap_or_default())
        }),
        other => unreachable!("`runs {other}` is in the tree of commands, but nobody runs it"),
    }
}

fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The run that is meant: an id, the beginning of one, or `last`.
fn find(runs: &Runs, matches: &ArgMatches, name: &str) -> Result<Run, Failure> {
    runs.store().find(text(matches, name).unwrap_or("last")).map_err(|error| Failure::store(&error))
}

fn list(context: &Context<'_>, runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let workflow = match text(matches, "workflow") {
        Some(name) => Some(context.workflow(name)?.0.graph.id.to_owned()),
        None => None,
    };
    let status =
        text(matches, "status").and_then(|name| STATUSES.iter().find(|status| status.name() == name));
    let limit = matches.get_one::<usize>("limit").copied();
    let filter = RunFilter { workflow, status: status.copied(), limit, ..RunFilter::default() };
    let listed = runs.store().list(&filter).map_err(|error| Failure::store(&error))?;
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = listed.iter().map(|run| row(run, paint)).collect();
    let text = if rows.is_empty() { "no runs\n".into() } else { columns(&rows) };
    Ok(Output::Data { data: json!({ "runs": listed }), text })
}

pub(super) const STATUSES: [RunStatus; 5] = [
    RunStatus::Running,
    RunStatus::Finished,
    RunStatus::Failed,
    RunStatus::Cancelled,
    RunStatus::Interrupted,
];

fn row(run: &Run, paint: Paint) -> Vec<String> {
    let status = run.status.to_string();
    let status = match run.status {
        RunStatus::Finished => paint.green(&status),
        RunStatus::Failed | RunStatus::Interrupted => paint.red(&status),
        _ => status,
    };
    let error = run.error.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
    vec![paint.bold(&run.id.to_string()), status, run.workflow.clone(), paint.dim(error)]
}

fn get(context: &Context<'_>, runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let run = find(runs, matches, "run")?;
    let store = runs.store();
    let request = store.request(run.id).map_err(|error| Failure::store(&error))?;
    let outputs = store.outputs(run.id).map_err(|error| Failure::store(&error))?;
    let steps = store.steps(run.id).map_err(|error| Failure::store(&error))?;
    let cached = steps.iter().filter(|step| step.cached).count();
    let paint = context.io.out_paint();
    let folder = store.folder(run.id);
    let rows = vec![
        vec![paint.bold("status"), run.status.to_string()],
        vec![paint.bold("workflow"), run.workflow.clone()],
        vec![paint.bold("inputs"), request.inputs.to_string()],
        vec![paint.bold("steps"), format!("{} kept, {cached} of them known before", steps.len())],
        vec![paint.bold("outputs"), outputs.clone().unwrap_or_default().to_string()],
        vec![paint.bold("folder"), folder.display().to_string()],
    ];
    let text = format!("{}\n{}", paint.bold(&run.id.to_string()), columns(&rows));
    let data = json!({
        "run": run, "request": request, "outputs": outputs, "steps": steps.len(), "cached": cached,
        "folder": folder,
    });
    Ok(Output::Data { data, text })
}

fn one(
    runs: &Runs,
    matches: &ArgMatches,
    part: impl Fn(&Runs, &Run) -> Result<Value, StoreError>,
) -> Result<Output, Failure> {
    let run = find(runs, matches, "run")?;
    let data = part(runs, &run).map_err(|error| Failure::store(&error))?;
    let text = format!("{}\n", serde_json::to_string_pretty(&data).unwrap_or_default());
    Ok(Output::Data { data, text })
}

fn steps(context: &Context<'_>, runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let run = find(runs, matches, "run")?;
    let steps = runs.store().steps(run.id).map_err(|error| Failure::store(&error))?;
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = steps
        .iter()
        .map(|step| {
            let elapsed = super::watch::seconds(std::time::Duration::from_micros(step.elapsed_us));
            let how = if step.cached { paint.dim("known") } else { elapsed };
            vec![paint.bold(&step.path), step.node.clone(), how]
        })
        .collect();
    Ok(Output::Data { data: json!({ "run": run.id, "steps": steps }), text: columns(&rows) })
}

fn events(runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let run = find(runs, matches, "run")?;
    let from = matches.get_one::<u64>("from").copied().unwrap_or(0);
    let read = || -> Result<Vec<String>, StoreError> {
        let mut journal = runs.store().journal(run.id, from)?;
        let mut lines = Vec::new();
        loop {
            let events = journal.read(4_096)?;
            if events.is_empty() {
                return Ok(lines);
            }
            lines.extend(events.into_iter().map(|event| event.json));
        }
    };
    let lines = read().map_err(|error| Failure::store(&error))?;
    // Lines of JSON for people and programs alike: there may be many.
    Ok(Output::Raw(lines.iter().map(|line| format!("{line}\n")).collect()))
}

fn delete(runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let run = find(runs, matches, "run")?;
    runs.store().delete(run.id).map_err(|error| Failure::store(&error))?;
    Ok(Output::Data { data: json!({ "deleted": run.id }), text: format!("deleted {}\n", run.id) })
}

/// Which inputs and steps of two runs differ.
fn diff(context: &Context<'_>, runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let (left, right) = (find(runs, matches, "left")?, find(runs, matches, "right")?);
    let store = runs.store();
    let asked = |run: &Run| -> Result<Map<String, Value>, StoreError> {
        Ok(store.request(run.id)?.inputs.as_object().cloned().unwrap_or_default())
    };
    let done = |run: &Run| -> Result<BTreeMap<String, StepRecord>, StoreError> {
        Ok(store.steps(run.id)?.into_iter().map(|step| (step.path.clone(), step)).collect())
    };
    let refused = |error: StoreError| Failure::store(&error);
    let (left_inputs, right_inputs) = (asked(&left).map_err(refused)?, asked(&right).map_err(refused)?);
    let (left_steps, right_steps) = (done(&left).map_err(refused)?, done(&right).map_err(refused)?);
    let paint = context.io.out_paint();
    let mut rows = Vec::new();
    let mut inputs = Vec::new();
    let names: std::collections::BTreeSet<&String> = left_inputs.keys().chain(right_inputs.keys()).collect();
    for name in names {
        let (was, is) = (left_inputs.get(name), right_inputs.get(name));
        if was != is {
            let shown = |value: Option<&Value>| value.map_or_else(|| "nothing".into(), Value::to_string);
            rows.push(vec![paint.bold(name), format!("{} → {}", shown(was), shown(is))]);
            inputs.push(json!({ "input": name, "left": was, "right": is }));
        }
    }
    let mut steps = Vec::new();
    let paths: std::collections::BTreeSet<&String> = left_steps.keys().chain(right_steps.keys()).collect();
    for path in paths {
        let what = match (left_steps.get(path), right_steps.get(path)) {
            (Some(was), Some(is)) if was.output == is.output => continue,
            (Some(was), Some(is)) if was.fingerprint != is.fingerprint => "other code, other output",
            (Some(was), Some(is)) if was.inputs != is.inputs => "other inputs, other output",
            (Some(_), Some(_)) => "same code and inputs, other output",
            (Some(_), None) => "only in the first",
            _ => "only in the second",
        };
        rows.push(vec![paint.bold(path), what.into()]);
        steps.push(json!({ "step": path, "what": what }));
    }
    let text = if rows.is_empty() { "the runs do not differ\n".into() } else { columns(&rows) };
    let data = json!({ "left": left.id, "right": right.id, "inputs": inputs, "steps": steps });
    Ok(Output::Data { data, text })
}

/// Goes on with a run.
fn resume(context: &mut Context<'_>, runs: &Runs, matches: &ArgMatches) -> Result<Output, Failure> {
    let found = find(runs, matches, "run")?;
    let store = runs.store();
    let request = store.request(found.id).map_err(|error| Failure::store(&error))?;
    let (workflow, launch) = context.workflow(&request.workflow)?;
    if let Some(folder) = &request.folder {
        std::env::set_current_dir(folder).map_err(|error| {
            Failure::new(
                Code::WrongRun,
                format!("cannot go to the folder of the run, {}: {error}", folder.display()),
            )
            .hint("make it again: relative paths among the inputs begin there")
        })?;
    }
    let mut engine = Engine::builder();
    if let Some(folder) = text(matches, "out").map(PathBuf::from).or(request.output_folder) {
        engine = engine.output_folder(folder);
    }
    let values = request.inputs.as_object().cloned().unwrap_or_default();
    let prepared = launch(&engine.build(), values)
        .map_err(|errors| inputs::refused(context, workflow, Purpose::Run, &errors))?;
    let done = store.steps(found.id).map_err(|error| Failure::store(&error))?;
    let changed = changed(context, &done);
    if !changed.is_empty() {
        context.io.note(&format!("changed since then, and run again: {}", changed.join(", ")));
    }
    let recording =
        runs.resume(found.id, workflow, Reuse::default()).map_err(|error| Failure::store(&error))?;
    let watch = if context.json {
        Watch::quiet()
    } else if context.io.stderr_is_terminal {
        Watch::live(workflow.graph.name)
    } else {
        Watch::lines()
    };
    run::carry_out(context, workflow, prepared, watch, Some(recording))
}

/// Nodes whose code is not what it was when the steps were done.
fn changed(context: &Context<'_>, done: &[StepRecord]) -> Vec<String> {
    let is_changed = |step: &&StepRecord| match context.registry.node(&step.node) {
        Ok(node) => format!("{:032x}", node.fingerprint) != step.fingerprint,
        Err(_) => true,
    };
    let mut nodes: Vec<String> =
        done.iter().filter(is_changed).map(|step| format!("`{}`", step.node)).collect();
    nodes.sort();
    nodes.dedup();
    nodes
}
