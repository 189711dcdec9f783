//! The flags of a workflow: one table that help, completions and parsing are made of.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ValueHint};

use super::shape::{Form, Shape};
use crate::registry::is_required;
use crate::spec::{PortSpec, WorkflowSpec};

/// One flag.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    /// Without the dashes in front; dashes for underscores.
    pub name: String,
    pub what: What,
}

/// What a flag says.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The value of an input.
    Port(&'static PortSpec, Form),
    /// Several values of an input, each for a run of its own.
    Axis(&'static PortSpec, Form),
    /// Values of inputs go together.
    Zip,
    /// The file of a contact sheet.
    Sheet,
    /// Inputs as JSON.
    Inputs,
    /// Inputs under a name.
    Preset,
    /// Inputs as a file's recipe has them.
    Recipe,
    /// Files carry no recipe.
    NoRecipe,
    /// The output folder.
    Out,
    /// The folder of models.
    Models,
    /// What the run may do.
    Policy,
    /// An envelope in place of text.
    Json,
    /// The folder of runs.
    Store,
    /// Every step runs.
    NoCache,
    /// A step that runs in any case.
    Fresh,
    /// Why steps run.
    ExplainCache,
    /// Events as they come.
    Events,
    /// Help.
    Help,
}

/// What the flags are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Run,
    Preflight,
    Preview,
    /// `runs create`.
    Create,
    /// What `runs rerun --set` names.
    Change,
    Sweep,
}

impl Purpose {
    /// The command.
    pub const fn command(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Preflight => "preflight",
            Self::Preview => "preview",
            Self::Create => "runs create",
            Self::Change => "runs rerun",
            Self::Sweep => "sweep",
        }
    }
}

/// All flags of a workflow: those of its ports in their order, then those of the command.
pub(super) fn table(workflow: &WorkflowSpec, purpose: Purpose) -> Vec<Flag> {
    let own = OWN.iter().filter(|(_, _, purposes)| purposes.contains(&purpose));
    let ports = workflow.graph.inputs().iter().map(|port| {
        let dashed = port.name.trim_start_matches("r#").replace('_', "-");
        let form = Form::of(&port.ty);
        let varies = purpose == Purpose::Sweep && !matches!(form.shape, Shape::List(_));
        Flag {
            name: if is_taken(&dashed) { format!("port-{dashed}") } else { dashed },
            what: if varies { What::Axis(port, form) } else { What::Port(port, form) },
        }
    });
    let own = own.map(|(name, what, _)| Flag { name: (*name).into(), what: what.clone() });
    ports.chain(own).collect()
}

/// The flags that commands have beside those of ports, and what for.
const OWN: &[(&str, What, &[Purpose])] = {
    use Purpose::{Create, Preflight, Preview, Run, Sweep};
    &[
        ("zip", What::Zip, &[Sweep]),
        ("sheet", What::Sheet, &[Sweep]),
        ("inputs", What::Inputs, &[Run, Preflight, Preview, Create, Sweep]),
        ("preset", What::Preset, &[Run, Preflight, Preview, Create, Sweep]),
        ("recipe", What::Recipe, &[Run, Preflight, Preview, Create, Sweep]),
        ("out", What::Out, &[Run, Preflight, Preview, Create, Sweep]),
        ("models", What::Models, &[Run, Preflight, Preview, Create, Sweep]),
        ("policy", What::Policy, &[Run, Preflight, Preview, Create, Sweep]),
        ("store", What::Store, &[Run, Preview, Create, Sweep]),
        ("no-cache", What::NoCache, &[Run, Preview, Sweep]),
        ("fresh", What::Fresh, &[Run, Preview, Sweep]),
        ("no-recipe", What::NoRecipe, &[Run, Create, Sweep]),
        ("explain-cache", What::ExplainCache, &[Run]),
        ("events", What::Events, &[Run]),
        ("json", What::Json, &[Run, Preflight, Preview, Create, Sweep]),
        ("help", What::Help, &[Run, Preflight, Preview, Create, Sweep]),
    ]
};

/// Whether a flag of some command is called so: a port of this name gets one that says so.
fn is_taken(name: &str) -> bool {
    OWN.iter().any(|(own, ..)| *own == name)
}

/// How a port's flag is written, with its dashes.
pub(super) fn flag_of(flags: &[Flag], port: &str) -> Option<String> {
    let flag = flags
        .iter()
        .find(|flag| matches!(flag.what, What::Port(spec, _) | What::Axis(spec, _) if spec.name == port))?;
    Some(format!("--{}", flag.name))
}

impl Flag {
    /// Whether a value follows. The value of a `bool` may be left out.
    pub fn takes_value(&self) -> bool {
        matches!(
            self.what,
            What::Port(..)
                | What::Axis(..)
                | What::Sheet
                | What::Inputs
                | What::Preset
                | What::Recipe
                | What::Out
                | What::Models
                | What::Policy
                | What::Store
                | What::Fresh
        )
    }

    pub fn is_bool(&self) -> bool {
        matches!(&self.what, What::Port(_, form) if form.shape == Shape::Bool)
    }

    /// The flag as clap prints and completes it; `None` for what clap brings itself.
    pub fn arg(&self) -> Option<Arg> {
        let arg = Arg::new(self.name.clone()).long(self.name.clone());
        Some(match &self.what {
            What::Port(port, form) => port_arg(arg, port, form),
            What::Axis(port, form) => arg
                .value_name("VALUES")
                .required(is_required(port))
                .help_heading("Inputs")
                .help(port_help(port, form)),
            What::Zip => arg.action(ArgAction::SetTrue).help_heading("Options").help(
                "Take the first values together, then the second ones; else every value with every other",
            ),
            What::Sheet => arg
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help_heading("Options")
                .help("File of the contact sheet [default: sheet.png in the output folder]"),
            What::Inputs => arg
                .value_name("JSON|@FILE|-")
                .value_hint(ValueHint::FilePath)
                .help_heading("Options")
                .help("Inputs as a JSON object, from a file or from stdin; flags add to them"),
            What::Preset => {
                arg.value_name("NAME|PATH").value_hint(ValueHint::FilePath).help_heading("Options").help(
                    "Inputs from presets/NAME.toml, or from the file of this path; flags and --inputs win",
                )
            }
            What::Recipe => {
                arg.value_name("FILE").value_hint(ValueHint::FilePath).help_heading("Options").help(
                    "Inputs from the recipe in a file that a run made; flags, --inputs and --preset win",
                )
            }
            What::NoRecipe => arg
                .action(ArgAction::SetTrue)
                .help_heading("Options")
                .help("Write no recipe into the files that the run makes"),
            What::Out => arg
                .value_name("DIR")
                .value_hint(ValueHint::DirPath)
                .help_heading("Options")
                .help("Folder for the files that the run makes [default: out]"),
            What::Models => {
                arg.value_name("DIR").value_hint(ValueHint::DirPath).help_heading("Options").help(
                    "Folder of models to look in first [default: LIGHTFLOW_MODELS, then the user's data]",
                )
            }
            What::Policy => arg
                .value_name("NAME|PATH")
                .value_hint(ValueHint::FilePath)
                .help_heading("Options")
                .help("What the run may do: policies/NAME.toml, or the file of this path"),
            What::Store => store_arg(arg),
            What::NoCache => arg
                .action(ArgAction::SetTrue)
                .help_heading("Options")
                .help("Run every step, whatever earlier runs gave"),
            What::Fresh => arg
                .action(ArgAction::Append)
                .value_name("STEP")
                .help_heading("Options")
                .help("Run this step, and those inside it, in any case; may be repeated"),
            What::ExplainCache => arg
                .action(ArgAction::SetTrue)
                .help_heading("Options")
                .help("Say for each step that ran why no earlier run could stand for it"),
            What::Events => arg
                .action(ArgAction::SetTrue)
                .help_heading("Options")
                .help("Print each event as a line of JSON, then the envelope"),
            What::Json | What::Help => return None,
        })
    }
}

/// `--store`, for all commands that have it.
pub(super) fn store_arg(arg: Arg) -> Arg {
    arg.value_name("DIR")
        .value_hint(ValueHint::DirPath)
        .help_heading("Options")
        .help("Folder of runs and what their steps gave, or `none` [default: LIGHTFLOW_STORE, then the user's state]")
}

fn port_arg(arg: Arg, port: &PortSpec, form: &Form) -> Arg {
    let mut arg = arg
        .value_name((port.ty.name)().trim_start_matches("optional ").to_owned())
        .required(is_required(port))
        .help_heading("Inputs")
        .help(port_help(port, form));
    let choices = choices(port, form);
    if !choices.is_empty() {
        arg = arg.value_parser(PossibleValuesParser::new(choices));
    }
    match form.shape {
        Shape::Bool => arg = arg.num_args(0..=1).value_name("true|false"),
        Shape::List(_) => arg = arg.action(ArgAction::Append),
        _ => {}
    }
    if form.path {
        arg = arg.value_hint(ValueHint::AnyPath);
    }
    arg
}

fn port_help(port: &PortSpec, form: &Form) -> String {
    let mut parts = vec![super::describe::summary(port.doc).trim_end_matches('.').to_owned()];
    if let Some(range) = &port.range {
        parts.push(format!("[range: {}]", range.text));
    }
    if let Some(of) = port.multiple_of {
        parts.push(format!("[multiple of: {of}]"));
    }
    if let Some(len) = &port.len {
        parts.push(format!("[length: {}]", len.text));
    }
    parts.extend(port.matches.iter().map(|pattern| format!("[matches: {}]", pattern.text)));
    if let Some(unit) = port.unit {
        parts.push(format!("[unit: {unit}]"));
    }
    if let Shape::List(_) = form.shape {
        parts.push("[separated by commas, or repeated]".into());
    }
    match super::describe::default_text(port) {
        Some(default) => parts.push(format!("[default: {default}]")),
        None if is_required(port) => parts.push("[required]".into()),
        None => {}
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// The values that a port takes, when they are a closed set.
pub(super) fn choices(port: &PortSpec, form: &Form) -> Vec<String> {
    if port.choices.is_empty() {
        return form.choices.clone();
    }
    port.choices
        .iter()
        .filter_map(|choice| (choice.json)().ok())
        .map(|choice| super::describe::plain(&choice))
        .collect()
}
