//! `run WORKFLOW ..`: checks the inputs, runs the workflow, tells what came of it.

use std::ffi::OsString;
use std::time::Duration;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::drive::drive;
use super::failure::{Code, Failure, any_of};
use super::flags::Purpose;
use super::io::Paint;
use super::ordered::pretty;
use super::ready::Asked;
use super::table::columns;
use super::watch::Watch;
use super::{Context, Output, kept, tree};
use crate::runs::{Recording, Why};
use crate::service::{Ended, Ready, Service};
use crate::spec::WorkflowSpec;
use crate::{RunError, RunErrorKind};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = words(context, matches, Purpose::Run)?;
    let found = context.workflow(&name)?;
    let asked = Asked::read(context, found, Purpose::Run, &words);
    if asked.wants_help() {
        return help(context, &asked);
    }
    // Before anything is opened: what can be wrong with the line is said first.
    let looks_on = asked.flags().events;
    let store = asked.flags().store.clone();
    let service = match &asked {
        asked if asked.is_wrong() => kept::storeless(context),
        _ => kept::service(context, store.as_deref())?,
    };
    let ready = asked.ready(context, &service)?;
    let recording = service.begin(&ready).map_err(|error| Failure::service(context, &error))?;
    let watch = if looks_on { Watch::events() } else { watch(context, ready.workflow) };
    carry_out(context, &service, ready, recording, watch)
}

/// The help of a workflow's inputs.
pub(super) fn help(context: &Context<'_>, asked: &Asked) -> Result<Output, Failure> {
    let name = context.name_of(asked.workflow.graph.id);
    let mut words: Vec<&str> = asked.purpose.command().split(' ').collect();
    words.extend([name, "--help"]);
    tree::help(context, &words).map(Output::Raw)
}

/// How people look on, or a program does not.
pub(super) fn watch(context: &Context<'_>, workflow: &WorkflowSpec) -> Watch {
    if context.json {
        Watch::quiet()
    } else if context.io.stderr_is_terminal {
        Watch::live(workflow.graph.name)
    } else {
        Watch::lines()
    }
}

/// Runs to the end, and says what came of it.
pub(super) fn carry_out(
    context: &mut Context<'_>,
    service: &Service,
    ready: Ready,
    recording: Option<Recording>,
    watch: Watch,
) -> Result<Output, Failure> {
    let workflow = ready.workflow;
    let id = recording.as_ref().map(|recording| recording.id().to_string());
    let ended = drive(context, service, ready, recording, watch)?;
    say_trouble(context, &ended);
    match ended.result {
        Ok(ref result) => Ok(Output::Data {
            data: json!({
                "workflow": workflow.graph.id,
                "run": id,
                "result": result,
                "artifacts": ended.artifacts,
                "steps": ended.steps,
                "cached": ended.cached,
                "reasons": ended.reasons,
                "elapsed": rounded(ended.elapsed),
            }),
            text: summary(workflow, result, &ended, &ended.reasons, context.io.out_paint()),
        }),
        Err(ref error) => Err(failed(context, workflow, error, &ended, id.as_deref())),
    }
}

/// Tells people what could not be kept.
pub(super) fn say_trouble(context: &mut Context<'_>, ended: &Ended) {
    if let Some(trouble) = &ended.trouble {
        let paint = context.io.err_paint();
        context.io.note(&format!("{} not all of the run could be kept: {trouble}", paint.red("warning:")));
    }
}

/// The workflow's name and what follows it.
pub(super) fn words(
    context: &Context<'_>,
    matches: &ArgMatches,
    purpose: Purpose,
) -> Result<(String, Vec<String>), Failure> {
    if let Some((name, rest)) = matches.subcommand() {
        let rest = rest.get_many::<OsString>("").into_iter().flatten();
        let rest = rest.map(|word| word.to_string_lossy().into_owned());
        return Ok((name.to_owned(), rest.collect()));
    }
    let command = purpose.command();
    let names: Vec<&str> =
        context.registry.workflows().map(|workflow| context.name_of(workflow.graph.id)).collect();
    let hint = match names.as_slice() {
        [] => "write a function with `#[workflow]`, and mount its file with `mod`".into(),
        names if names.len() <= 8 => format!("name {}", any_of(names)),
        _ => format!("run `{} assets workflows` to see them", context.program),
    };
    let message = format!("`{command}` needs the name of a workflow");
    Err(Failure::new(Code::WrongUsage, message).hint(hint))
}

/// Seconds, to the microsecond.
fn rounded(elapsed: Duration) -> f64 {
    (elapsed.as_secs_f64() * 1e6).round() / 1e6
}

fn summary(workflow: &WorkflowSpec, result: &Value, ended: &Ended, reasons: &[Why], paint: Paint) -> String {
    let steps = match ended.steps {
        1 => "1 step".into(),
        steps => format!("{steps} steps"),
    };
    let steps = match ended.cached {
        0 => steps,
        cached => format!("{steps}, {cached} of them known,"),
    };
    let mut text = format!(
        "{} {}, {steps} in {}\n",
        paint.bold(workflow.graph.name),
        paint.green("done"),
        super::watch::seconds(ended.elapsed),
    );
    match result {
        Value::Null => {}
        Value::String(result) if !result.contains('\n') => text.push_str(&format!("\n{result}\n")),
        Value::String(result) => text.push_str(&format!("\n{}\n", result.trim_end_matches('\n'))),
        result => {
            text.push_str(&format!("\n{}\n", pretty(result)));
        }
    }
    if !reasons.is_empty() {
        let rows: Vec<Vec<String>> =
            reasons.iter().map(|why| vec![paint.bold(&why.step), why.reason.text()]).collect();
        text.push_str(&format!("\n{}\n{}", paint.green("why steps ran"), columns(&rows)));
    }
    if !ended.artifacts.is_empty() {
        text.push_str(&format!("\n{}\n", paint.green("artifacts")));
        for path in &ended.artifacts {
            text.push_str(&format!("  {}\n", path.display()));
        }
    }
    text
}

fn failed(
    context: &Context<'_>,
    workflow: &WorkflowSpec,
    error: &RunError,
    ended: &Ended,
    run: Option<&str>,
) -> Failure {
    let step = error.step.as_ref();
    let code = match error.kind {
        RunErrorKind::Cancelled => Code::Cancelled,
        _ if step.is_none() => Code::RunFailed,
        RunErrorKind::Failed(_) => Code::StepFailed,
        RunErrorKind::Panicked(_) => Code::StepPanicked,
        RunErrorKind::TimedOut(_) => Code::StepTimedOut,
        _ => Code::RunFailed,
    };
    let mut failure = Failure::new(code, error.to_string()).details(json!({
        "workflow": workflow.graph.id,
        "run": run,
        "step": step.map(|step| &*step.path),
        "calls": step.map(|step| step.calls),
        "source": step.map(|step| step.source.to_string()),
        "artifacts": ended.artifacts,
        "elapsed": rounded(ended.elapsed),
    }));
    if let Some(run) = run.filter(|_| ended.steps > 0) {
        let line = format!("what is done is kept: `{} runs resume {run}` goes on from here", context.program);
        failure.lines.push(line);
    }
    let node = step.and_then(|step| context.registry.node(step.calls).ok());
    failure.hint = node.map(|node| match code {
        Code::StepPanicked => format!("look at node `{}` at {}", node.name, node.source),
        Code::StepTimedOut => format!("raise the `timeout` of node `{}` at {}", node.name, node.source),
        _ => format!(
            "run `{} inspect {}` to see what the step takes",
            context.program,
            context.name_of(node.id)
        ),
    });
    failure
}
