//! `preview WORKFLOW ..`: checks the inputs and lists the steps; runs nothing.

use clap::ArgMatches;
use serde_json::json;

use super::describe::plain;
use super::failure::Failure;
use super::flags::Purpose;
use super::io::Paint;
use super::table::columns;
use super::{Context, Output, inputs, run, tree};
use crate::Engine;
use crate::render::{BodyView, Folded, StepKind, StepView, View};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = run::words(context, matches, Purpose::Preview)?;
    let (workflow, launch) = context.workflow(&name)?;
    let checked = inputs::checked(context, workflow, Purpose::Preview, &words)?;
    if checked.flags.help {
        let name = context.name_of(workflow.graph.id);
        return tree::help(context, &["preview", name, "--help"]).map(Output::Raw);
    }
    // A prepared run has read its inputs, and nothing runs before it is spawned.
    launch(&Engine::new(), checked.values.clone())
        .map_err(|errors| inputs::refused(context, workflow, Purpose::Preview, &errors))?;
    let view = View::of(&workflow.graph);
    let shown = workflow.graph.shown(&checked.values);
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = workflow
        .graph
        .ports
        .iter()
        .filter_map(|port| {
            let value = plain(shown.get(port.name)?);
            let default = checked.defaults.contains(&port.name);
            let note = if default { paint.dim("default") } else { String::new() };
            Some(vec![paint.bold(port.name), value, note])
        })
        .collect();
    let mut steps = Vec::new();
    list(&view.body, 0, paint, &mut steps);
    let text = format!(
        "{} {}\n\n{}\n{}\n{}\n{}",
        paint.bold(workflow.graph.id),
        paint.dim("would run; nothing has"),
        paint.green("inputs"),
        columns(&rows),
        paint.green("steps"),
        columns(&steps),
    );
    Ok(Output::Data {
        data: json!({
            "workflow": workflow.graph.id,
            "inputs": shown,
            "defaults": checked.defaults,
            "steps": view.body.steps,
        }),
        text,
    })
}

fn list(body: &BodyView, depth: usize, paint: Paint, rows: &mut Vec<Vec<String>>) {
    for step in &body.steps {
        let indent = "  ".repeat(depth);
        rows.push(vec![format!("{indent}{}", paint.bold(step.id)), what(step)]);
        if let Some(body) = &step.body {
            list(body, depth + 1, paint, rows);
        }
        for arm in &step.arms {
            let indent = "  ".repeat(depth + 1);
            rows.push(vec![format!("{indent}{}", paint.dim(arm.name)), String::new()]);
            list(&arm.body, depth + 2, paint, rows);
        }
    }
}

fn what(step: &StepView) -> String {
    let text = step.text.unwrap_or_default();
    let mut words = match step.kind {
        StepKind::Node | StepKind::Group => step.calls.unwrap_or_default().to_owned(),
        StepKind::Glue => format!("= {text}"),
        StepKind::Branch => format!("one of, by {text}"),
        StepKind::For => format!("for each of {text}"),
    };
    match step.folded {
        Some(Folded::Recursive) => words.push_str(", which it is part of"),
        Some(Folded::Deep | Folded::Large) => words.push_str(", not shown"),
        None => {}
    }
    words
}
