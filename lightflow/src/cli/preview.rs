//! `preview WORKFLOW ..`: checks the inputs and lists the steps; runs nothing.

use std::collections::{BTreeMap, BTreeSet};

use clap::ArgMatches;
use serde_json::json;

use super::describe::plain;
use super::drive::threads;
use super::failure::Failure;
use super::flags::Purpose;
use super::io::Paint;
use super::ready::Asked;
use super::table::columns;
use super::{Context, Output, kept, run};
use crate::render::{BodyView, Folded, StepKind, StepView, View};
use crate::service::{Preview, StepStates};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = run::words(context, matches, Purpose::Preview)?;
    let found = context.workflow(&name)?;
    let asked = Asked::read(context, found, Purpose::Preview, &words);
    if asked.wants_help() {
        return run::help(context, &asked);
    }
    let defaults = asked.checked.defaults.clone();
    let store = asked.flags().store.clone();
    let service = kept::service(context, store.as_deref())?;
    let (ready, findings) = asked.looked_at(context, &service)?;
    let runtime = threads()?;
    let preview = runtime.block_on(service.preview(&ready));
    runtime.shutdown_background();
    let preview = preview.map_err(|error| Failure::service(context, &error))?;
    let workflow = ready.workflow;
    let view = View::of(&workflow.graph);
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = workflow
        .graph
        .ports
        .iter()
        .filter_map(|port| {
            let value = plain(preview.inputs.get(port.name)?);
            let default = defaults.contains(&port.name);
            let note = if default { paint.dim("default") } else { String::new() };
            Some(vec![paint.bold(port.name), value, note])
        })
        .collect();
    let mut list = List { lines: preview.by_line(), arms: preview.arms(), paint, rows: Vec::new() };
    list.body(&view.body, "", 0, true);
    let mut text = format!(
        "{} {}\n\n{}\n{}\n{}\n{}\n{}\n",
        paint.bold(workflow.graph.id),
        paint.dim("would run; nothing has"),
        paint.green("inputs"),
        columns(&rows),
        paint.green("steps"),
        columns(&list.rows),
        counts(&preview),
    );
    if let Some(error) = &preview.error {
        text.push_str(&format!("{} {error}\n", paint.red("it would fail:")));
    }
    for finding in &findings {
        text.push_str(&format!(
            "{} {}: {}; {}\n",
            paint.red("in the way:"),
            finding.subject,
            finding.message,
            finding.help
        ));
    }
    let Preview { inputs, known, runs, states, result, error, .. } = preview;
    Ok(Output::Data {
        data: json!({
            "workflow": workflow.graph.id,
            "inputs": inputs,
            "defaults": defaults,
            "steps": view.body.steps,
            "known": known,
            "runs": runs,
            "states": states,
            "result": result,
            "error": error,
            "findings": findings,
        }),
        text,
    })
}

fn counts(preview: &Preview) -> String {
    let steps = |count: u64| if count == 1 { "1 step".into() } else { format!("{count} steps") };
    let them = if preview.runs == 1 { "it" } else { "them" };
    match (preview.known, preview.runs) {
        (0, 0) => "no node would run".into(),
        (known, 0) => format!("all is known: {} would not run", steps(known)),
        (0, runs) => format!("{} would run, then what depends on {them}", steps(runs)),
        (known, runs) => {
            format!("{} known; {} would run, then what depends on {them}", steps(known), steps(runs))
        }
    }
}

/// The steps, a line each.
struct List {
    lines: BTreeMap<String, StepStates>,
    /// The arms that are taken.
    arms: BTreeMap<String, BTreeSet<&'static str>>,
    paint: Paint,
    rows: Vec<Vec<String>>,
}

impl List {
    fn body(&mut self, body: &BodyView, around: &str, depth: usize, taken: bool) {
        let paint = self.paint;
        for step in &body.steps {
            let indent = "  ".repeat(depth);
            let path = if around.is_empty() { step.id.to_string() } else { format!("{around}/{}", step.id) };
            let state = match step.kind {
                StepKind::Node if taken => self.state(&path),
                _ => String::new(),
            };
            self.rows.push(vec![format!("{indent}{}", paint.bold(step.id)), what(step), state]);
            if let Some(body) = &step.body {
                self.body(body, &path, depth + 1, taken);
            }
            for arm in &step.arms {
                let indent = "  ".repeat(depth + 1);
                let taken = taken && self.arms.get(&path).is_none_or(|arms| arms.contains(arm.name));
                let state = if taken { String::new() } else { paint.dim("not taken") };
                self.rows.push(vec![format!("{indent}{}", paint.dim(arm.name)), String::new(), state]);
                self.body(&arm.body, &path, depth + 2, taken);
            }
        }
    }

    fn state(&self, path: &str) -> String {
        match self.lines.get(path) {
            None => self.paint.dim("depends"),
            Some(StepStates { known: 1, runs: 0 }) => self.paint.green("known"),
            Some(StepStates { known: 0, runs: 1 }) => "runs".into(),
            Some(StepStates { known, runs: 0 }) => self.paint.green(&format!("{known} known")),
            Some(StepStates { known: 0, runs }) => format!("{runs} run"),
            Some(StepStates { known, runs }) => format!("{known} known, {runs} run"),
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
