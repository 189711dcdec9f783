//! The inputs of a run: flags and `--inputs` together, all checked before anything starts.

use std::io::Read as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::Context;
use super::collect::{Collected, Mistake, collect};
use super::failure::{Code, Failure};
use super::flags::{Flag, Purpose, table};
use super::io::Paint;
use super::kept::storeless;
use crate::preset::{FOLDER, Preset, PresetError};
use crate::registry::{InputError, InputErrors, accepted, check_inputs};
use crate::spec::WorkflowSpec;

/// Inputs that are all right, defaults filled in.
#[derive(Debug)]
pub(super) struct Checked {
    pub values: Map<String, Value>,
    /// Ports whose default stands in.
    pub defaults: Vec<&'static str>,
    pub flags: Collected,
}

/// Inputs as they were written, with all that is wrong with them.
pub(super) struct Gathered {
    pub checked: Checked,
    pub mistakes: Vec<Mistake>,
}

/// Reads and checks the inputs of `workflow`, and keeps all mistakes. What is not written is as in `before`.
pub(super) fn gather(
    context: &mut Context<'_>,
    workflow: &WorkflowSpec,
    purpose: Purpose,
    words: &[String],
    before: &Map<String, Value>,
) -> Gathered {
    let flags = table(workflow, purpose);
    let mut collected = collect(&flags, words);
    context.json |= collected.json || collected.events;
    if collected.help {
        let checked = Checked { values: Map::new(), defaults: Vec::new(), flags: collected };
        return Gathered { checked, mistakes: Vec::new() };
    }
    let mut values = std::mem::take(&mut collected.values);
    let mut mistakes = std::mem::take(&mut collected.mistakes);
    let mut unread = false;
    if let Some(given) = &collected.inputs {
        match read(context, given) {
            Ok(object) => merge(&flags, &mut values, object, &mut mistakes),
            Err((problem, hint)) => {
                unread = true;
                mistakes.push(Mistake {
                    port: None,
                    place: "--inputs".into(),
                    problem,
                    hint: Some(hint.into()),
                });
            }
        }
    }
    if let Some(name) = &collected.preset {
        match preset(workflow, name) {
            Ok(inputs) => {
                for (name, value) in inputs {
                    values.entry(name).or_insert(value);
                }
            }
            Err(PresetError { message, help }) => {
                unread = true;
                let place = "--preset".into();
                mistakes.push(Mistake { port: None, place, problem: message, hint: Some(help) });
            }
        }
    }
    if let Some(path) = &collected.recipe {
        match recipe(context, workflow, path) {
            Ok(inputs) => {
                for (name, value) in inputs {
                    values.entry(name).or_insert(value);
                }
            }
            Err((problem, hint)) => {
                unread = true;
                let place = "--recipe".into();
                mistakes.push(Mistake { port: None, place, problem, hint: Some(hint) });
            }
        }
    }
    for (name, value) in before {
        values.entry(name.clone()).or_insert_with(|| value.clone());
    }
    let ports = workflow.graph.inputs();
    let is_known = |name: &str| ports.iter().any(|port| port.name == name);
    let defaults = ports.iter().map(|port| port.name).filter(|name| !values.contains_key(*name)).collect();
    let checked = match check_inputs(ports, values.clone()) {
        Ok(checked) => checked,
        Err(InputErrors(errors)) => {
            for error in errors {
                let missing = is_known(&error.port) && !values.contains_key(&error.port);
                let excused = unread || collected.meant.contains(&error.port);
                let named = |mistake: &Mistake| mistake.port.as_ref() == Some(&error.port);
                if !(missing && excused || mistakes.iter().any(named)) {
                    mistakes.push(mistake(workflow, &flags, &error));
                }
            }
            values
        }
    };
    let named = |port: &str, mistakes: &[Mistake]| {
        mistakes.iter().any(|mistake| mistake.port.as_deref() == Some(port))
    };
    for error in (workflow.broken_shapes)(checked.clone()) {
        if !named(&error.port, &mistakes) {
            mistakes.push(mistake(workflow, &flags, &error));
        }
    }
    Gathered { checked: Checked { values: checked, defaults, flags: collected }, mistakes }
}

/// The inputs of a preset, if it is for this workflow.
fn preset(workflow: &WorkflowSpec, name: &str) -> Result<Map<String, Value>, PresetError> {
    let preset = Preset::find(name, Path::new(FOLDER))?;
    match preset.workflow {
        Some(other) if other != workflow.graph.id => Err(PresetError {
            message: format!("the preset `{name}` is for `{other}`"),
            help: format!("run `{other}` with it, or remove its line `workflow`"),
        }),
        _ => Ok(preset.inputs),
    }
}

/// The inputs in the recipe of a file, if it is for this workflow.
fn recipe(
    context: &mut Context<'_>,
    workflow: &WorkflowSpec,
    path: &Path,
) -> Result<Map<String, Value>, (String, String)> {
    let (ask, changed) =
        storeless(context).by_recipe(path).map_err(|error| (error.to_string(), error.hint()))?;
    if ask.workflow != workflow.graph.id {
        let problem = format!("`{}` was made by `{}`", path.display(), ask.workflow);
        return Err((problem, format!("run `{}` with it", ask.workflow)));
    }
    if changed {
        let paint = context.io.err_paint();
        context.io.note(&format!(
            "{} `{}` has changed since `{}` was made: the file may become another",
            paint.red("warning:"),
            workflow.graph.name,
            path.display()
        ));
    }
    Ok(ask.inputs)
}

/// What a workflow itself found wrong with its inputs.
pub(super) fn refused(
    context: &Context<'_>,
    workflow: &WorkflowSpec,
    purpose: Purpose,
    errors: &InputErrors,
) -> Failure {
    let flags = table(workflow, purpose);
    let mistakes: Vec<Mistake> = errors.0.iter().map(|error| mistake(workflow, &flags, error)).collect();
    report(context, workflow, purpose, &mistakes)
}

/// Reads `--inputs`; says what is wrong and what to do when it cannot.
fn read(context: &mut Context<'_>, given: &str) -> Result<Map<String, Value>, (String, &'static str)> {
    let text = if given == "-" {
        let mut text = String::new();
        match context.io.stdin.read_to_string(&mut text) {
            Ok(_) => text,
            Err(error) => return Err((format!("cannot read stdin: {error}"), "give it JSON text")),
        }
    } else if let Some(path) = given.strip_prefix('@') {
        std::fs::read_to_string(path).map_err(|error| {
            let problem = format!("cannot read `{path}`: {error}");
            (problem, "name a file that exists after the `@`")
        })?
    } else {
        given.to_owned()
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => {
            Err(("it is JSON, but no object".into(), "write `{\"name\": value}` with the inputs' names"))
        }
        Err(error) => Err((
            format!("it does not read as JSON: {error}"),
            "write a JSON object, `@` and the path of a file, or `-` for stdin",
        )),
    }
}

fn merge(
    flags: &[Flag],
    values: &mut Map<String, Value>,
    object: Map<String, Value>,
    mistakes: &mut Vec<Mistake>,
) {
    for (name, value) in object {
        let place = Collected::place(flags, &name);
        let named = |mistake: &Mistake| mistake.port.as_deref() == Some(name.as_str());
        if values.contains_key(&name) || mistakes.iter().any(named) {
            mistakes.push(Mistake {
                port: Some(name),
                problem: format!("it is given twice: by `{place}` and in `--inputs`"),
                place,
                hint: Some("keep one of them".into()),
            });
        } else {
            values.insert(name, value);
        }
    }
}

fn mistake(workflow: &WorkflowSpec, flags: &[Flag], error: &InputError) -> Mistake {
    let port = workflow.graph.inputs().iter().find(|port| port.name == error.port);
    let hint = match port {
        // The problem has said it already.
        Some(port) if port.range.is_some_and(|range| error.problem.contains(range.text)) => None,
        Some(_) if error.problem.contains("one of") || error.problem.contains("help: ") => None,
        Some(port) => Some(format!("it takes {}", accepted(port))),
        None => error.hint.clone(),
    };
    Mistake {
        port: port.map(|port| port.name.to_owned()),
        place: Collected::place(flags, &error.port),
        problem: error.problem.clone(),
        hint,
    }
}

/// One failure that names every mistake.
pub(super) fn report(
    context: &Context<'_>,
    workflow: &WorkflowSpec,
    purpose: Purpose,
    mistakes: &[Mistake],
) -> Failure {
    let paint = context.io.err_paint();
    let name = context.name_of(workflow.graph.id);
    let count = match mistakes.len() {
        1 => "one input".into(),
        count => format!("{count} inputs"),
    };
    let verb = if mistakes.len() == 1 { "is" } else { "are" };
    let command = purpose.command();
    let rows = rows(mistakes, paint);
    let message = format!("{count} of `{name}` {verb} wrong");
    let mut failure = Failure::new(Code::InvalidInputs, message)
        .hint(format!("run `{} {command} {name} --help` to see every input", context.program))
        .details(json!({ "workflow": workflow.graph.id, "inputs": mistakes }));
    failure.lines = super::table::columns(&rows).lines().map(str::to_owned).collect();
    failure
}

/// A line for each mistake.
pub(super) fn rows(mistakes: &[Mistake], paint: Paint) -> Vec<Vec<String>> {
    let row = |mistake: &Mistake| {
        let hint = mistake.hint.as_ref().map(|hint| format!("; {hint}"));
        let text = format!("{}{}", mistake.problem, hint.unwrap_or_default());
        vec![paint.bold(&mistake.place), text]
    };
    mistakes.iter().map(row).collect()
}
