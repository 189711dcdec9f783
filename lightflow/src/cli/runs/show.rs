//! `runs list|get|status|steps|request|workflow|outputs|diff`: what is known of runs.

use std::time::Duration;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::{find, or_fail, store, text};
use crate::cli::failure::Failure;
use crate::cli::io::Paint;
use crate::cli::ordered::pretty;
use crate::cli::table::columns;
use crate::cli::watch::seconds;
use crate::cli::{Context, Output};
use crate::runs::{Run, RunFilter, RunStatus, StepDone, usage_text};
use crate::service::{Progress, Service};

pub(super) fn list(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let workflow = match text(matches, "workflow") {
        Some(name) => Some(context.workflow(name)?.0.graph.id.to_owned()),
        None => None,
    };
    let store = store(context, service)?;
    let after = match text(matches, "after") {
        Some(run) => Some(store.find(run).map_err(|error| Failure::store(&error))?.id),
        None => None,
    };
    let filter = RunFilter {
        workflow,
        status: status_of(matches),
        sweep: text(matches, "sweep").map(str::to_owned),
        limit: matches.get_one::<usize>("limit").copied(),
        after,
        ..RunFilter::default()
    };
    let listed = store.list(&filter).map_err(|error| Failure::store(&error))?;
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = listed.iter().map(|run| row(run, paint)).collect();
    let text = if rows.is_empty() { "no runs\n".into() } else { columns(&rows) };
    Ok(Output::Data { data: json!({ "runs": listed }), text })
}

/// What `--status` says.
pub(super) fn status_of(matches: &ArgMatches) -> Option<RunStatus> {
    let name = text(matches, "status")?;
    RunStatus::ALL.into_iter().find(|status| status.name() == name)
}

fn row(run: &Run, paint: Paint) -> Vec<String> {
    let error = run.error.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
    vec![paint.bold(&run.id.to_string()), painted(run.status, paint), run.workflow.clone(), paint.dim(error)]
}

fn painted(status: RunStatus, paint: Paint) -> String {
    let name = status.name();
    match status {
        RunStatus::Finished => paint.green(name),
        RunStatus::Failed | RunStatus::Interrupted => paint.red(name),
        _ => name.to_owned(),
    }
}

pub(super) fn get(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let store = store(context, service)?;
    let request = store.request(run.id).map_err(|error| Failure::store(&error))?;
    let outputs = store.outputs(run.id).map_err(|error| Failure::store(&error))?;
    let steps = store.steps(run.id).map_err(|error| Failure::store(&error))?;
    let artifacts = store.artifacts(run.id).map_err(|error| Failure::store(&error))?;
    let cached = steps.iter().filter(|step| step.cached).count();
    let paint = context.io.out_paint();
    let folder = store.folder(run.id);
    let mut rows = vec![
        vec![paint.bold("status"), painted(run.status, paint)],
        vec![paint.bold("workflow"), run.workflow.clone()],
        vec![paint.bold("inputs"), request.inputs.to_string()],
        vec![paint.bold("steps"), format!("{} kept, {cached} of them known before", steps.len())],
        vec![paint.bold("outputs"), outputs.clone().unwrap_or_default().to_string()],
        vec![paint.bold("folder"), folder.display().to_string()],
    ];
    rows.extend(artifacts.iter().map(|artifact| vec![paint.bold("file"), artifact.name.clone()]));
    let text = format!("{}\n{}", paint.bold(&run.id.to_string()), columns(&rows));
    let data = json!({
        "run": run, "request": request, "outputs": outputs, "steps": steps.len(), "cached": cached,
        "artifacts": artifacts, "folder": folder,
    });
    Ok(Output::Data { data, text })
}

pub(super) fn status(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let progress = or_fail(context, service.progress(run.id))?;
    let text = progress_text(&progress, context.io.out_paint());
    Ok(Output::Data { data: json!(progress), text })
}

fn progress_text(progress: &Progress, paint: Paint) -> String {
    let Progress { run, finished, known, retried, running, artifacts, usage, .. } = progress;
    let mut rows = vec![
        vec![paint.bold("status"), painted(run.status, paint)],
        vec![paint.bold("steps"), format!("{finished} run, {known} known")],
        vec![paint.bold("files"), artifacts.to_string()],
    ];
    if *retried > 0 {
        rows.push(vec![paint.bold("tries again"), retried.to_string()]);
    }
    if !usage.is_empty() {
        rows.push(vec![paint.bold("used"), usage_text(usage)]);
    }
    if let Some(error) = &run.error {
        rows.push(vec![paint.bold("error"), error.clone()]);
    }
    let word = if run.status == RunStatus::Running { "runs" } else { "was on" };
    for step in running {
        let far = step.fraction.map(|fraction| format!(" {:.0} %", fraction * 100.0)).unwrap_or_default();
        let message = step.message.as_deref().map(|message| format!(", {message}")).unwrap_or_default();
        rows.push(vec![paint.bold(word), format!("{}{far}{message}", step.step)]);
    }
    format!("{}\n{}", paint.bold(&run.id.to_string()), columns(&rows))
}

pub(super) fn steps(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let steps = or_fail(context, service.runs())?.steps(run.id).map_err(|error| Failure::store(&error))?;
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = steps
        .iter()
        .map(|StepDone { record: step, usage }| {
            let elapsed = seconds(Duration::from_micros(step.elapsed_us));
            let how = if step.cached { paint.dim("known") } else { elapsed };
            vec![paint.bold(&step.path), step.node.clone(), how, usage_text(usage)]
        })
        .collect();
    Ok(Output::Data { data: json!({ "run": run.id, "steps": steps }), text: columns(&rows) })
}

pub(super) fn request(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let request = store(context, service)?.request(run.id).map_err(|error| Failure::store(&error))?;
    Ok(shown(json!(request)))
}

pub(super) fn workflow(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    Ok(shown(or_fail(context, service.plan_of(run.id))?))
}

pub(super) fn outputs(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let outputs = store(context, service)?.outputs(run.id).map_err(|error| Failure::store(&error))?;
    Ok(shown(outputs.unwrap_or_default()))
}

fn shown(data: Value) -> Output {
    let text = format!("{}\n", pretty(&data));
    Output::Data { data, text }
}

/// Which inputs and steps of two runs differ.
pub(super) fn diff(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let side = |name: &str| text(matches, name).unwrap_or("last");
    let diff = or_fail(context, service.diff(side("left"), side("right")))?;
    let paint = context.io.out_paint();
    let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".into(), Value::to_string);
    let inputs = diff.inputs.iter().map(|input| {
        vec![paint.bold(&input.input), format!("{} → {}", shown(&input.left), shown(&input.right))]
    });
    let steps = diff.steps.iter().map(|step| vec![paint.bold(&step.step), step.what.to_owned()]);
    let rows: Vec<Vec<String>> = inputs.chain(steps).collect();
    let text = if rows.is_empty() { "the runs do not differ\n".into() } else { columns(&rows) };
    Ok(Output::Data { data: json!(diff), text })
}
