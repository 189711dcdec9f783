//! The tree of commands, built from what is registered.

use std::ffi::OsString;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::describe::summary;
use super::failure::Failure;
use super::flags::{Purpose, store_arg, table};
use super::{Context, exit, table::columns, usage};
use crate::render::Format;

/// What stands below `run` and `preview`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Workflows {
    /// Every workflow with every flag: for help and completions.
    Listed,
    /// Any word, and what follows it as it is: a workflow's flags are read by `collect`, which names all
    /// mistakes where clap stops at the first.
    Open,
}

/// The whole tree.
pub(super) fn command(context: &Context<'_>, workflows: Workflows) -> Command {
    let color = AnsiColor::Cyan.on_default();
    let styles = Styles::styled()
        .header(AnsiColor::Green.on_default().bold())
        .usage(AnsiColor::Green.on_default().bold())
        .literal(color.bold())
        .placeholder(color);
    let list = workflow_list(context);
    let mut root = Command::new(context.program.clone())
        .bin_name(context.program.clone())
        .version(format!("{} (lightflow {})", context.about.version, env!("CARGO_PKG_VERSION")))
        .about(context.about.about)
        .styles(styles)
        .max_term_width(100)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(shared())
        .after_help(format!("Workflows:\n{list}\nExit codes:\n{}", exit::HELP))
        .subcommand(runner(context, workflows, Purpose::Run))
        .subcommand(runner(context, workflows, Purpose::Preflight))
        .subcommand(runner(context, workflows, Purpose::Preview))
        .subcommand(runner(context, workflows, Purpose::Sweep))
        .subcommand(super::runs::runs(context, workflows))
        .subcommand(
            Command::new("recipe").about("Show how a file was made, by the recipe in it").arg(
                Arg::new("file")
                    .value_name("FILE")
                    .required(true)
                    .value_hint(ValueHint::FilePath)
                    .help("A PNG, JPEG, WebP, WAV or JSON file that a run left"),
            ),
        )
        .subcommand(preset())
        .subcommand(store())
        .subcommand(assets())
        .subcommand(nodes())
        .subcommand(
            Command::new("inspect")
                .about("Show all that is known of an asset: doc, ports, output, options, source")
                .arg(name_arg("name", "NAME", context, workflows, true)),
        )
        .subcommand(graph(context, workflows))
        .subcommand(
            Command::new("schema")
                .about("Print the JSON Schema of a workflow's inputs")
                .arg(name_arg("workflow", "WORKFLOW", context, workflows, false))
                .arg(output_arg("Write the schema, without an envelope, to a file")),
        )
        .subcommand(
            Command::new("explain").about("Say what a compiler error means and how it is repaired").arg(
                Arg::new("code")
                    .value_name("CODE")
                    .required(true)
                    .help("As it stands below a message: `LF0201`"),
            ),
        )
        .subcommand(
            Command::new("completions").about("Print a completion script for a shell").arg(
                Arg::new("shell")
                    .value_name("SHELL")
                    .required(true)
                    .value_parser(clap::value_parser!(clap_complete::Shell)),
            ),
        );
    #[cfg(feature = "serve")]
    {
        root = root
            .subcommand(super::serve::command())
            .subcommand(super::mcp::command())
            .subcommand(super::openapi::command());
    }
    if let Some(width) = context.io.width {
        root = root.term_width(width);
    }
    root
}

/// The flags that every command has. They have a heading of their own, so that it comes after a workflow's inputs.
fn shared() -> [Arg; 3] {
    let flag = |name: &'static str| Arg::new(name).long(name).help_heading("Options").display_order(100);
    [
        flag("json")
            .global(true)
            .action(ArgAction::SetTrue)
            .help("Print one envelope of JSON on one line, as a pipe gets it"),
        flag("help").short('h').global(true).action(ArgAction::Help).help("Print help"),
        flag("version").short('V').action(ArgAction::Version).help("Print the version"),
    ]
}

pub(super) fn runner(context: &Context<'_>, workflows: Workflows, purpose: Purpose) -> Command {
    let command = match purpose {
        Purpose::Run => Command::new("run").about("Run a workflow").after_help(
            "Every input is checked before the first step starts. Ctrl-C cancels the run, a second one exits at once.",
        ),
        Purpose::Preflight => Command::new("preflight")
            .about("Check all that a run needs, models' files byte by byte; run nothing"),
        Purpose::Preview => Command::new("preview")
            .about("Say which steps would run and which are known; run and write nothing"),
        Purpose::Sweep => Command::new("sweep")
            .about("Run a workflow over several values of its inputs, and put the pictures on one sheet")
            .after_help(
                "Several values: `--side 256,512`, `--seed 1..=6`, `--margin 0..=0.2:0.05`, `--title '[\"a, b\",\"c\"]'`.\n\
                 Every run is checked before the first one starts; what runs have in common is computed once.",
            ),
        Purpose::Create | Purpose::Change => {
            Command::new("create").about("Check all that a run needs, and keep it for `runs start`")
        }
    };
    let command = command.subcommand_value_name("WORKFLOW").subcommand_help_heading("Workflows");
    match workflows {
        Workflows::Open => command.allow_external_subcommands(true),
        Workflows::Listed => {
            context.registry.workflows().fold(usage(context, command), |command, workflow| {
                let flags = table(workflow, purpose);
                let sub = Command::new(context.name_of(workflow.graph.id))
                    .about(summary(workflow.graph.doc).trim_end_matches('.').to_owned())
                    .args(flags.iter().filter_map(super::flags::Flag::arg));
                command.subcommand(sub)
            })
        }
    }
}

/// How a workflow's inputs are written, which is the same for all.
fn usage(context: &Context<'_>, command: Command) -> Command {
    let name = match command.get_name() {
        "create" => "runs create",
        name => name,
    };
    let line = format!("{} {name} <WORKFLOW> --<INPUT> <VALUE> ..", context.program);
    command.override_usage(line)
}

fn preset() -> Command {
    Command::new("preset")
        .about("Keep inputs under a name, in the folder presets")
        .subcommand_required(true)
        .subcommand(
            Command::new("save")
                .about("Write the inputs of a run to presets/NAME.toml")
                .arg(Arg::new("name").value_name("NAME").required(true).help("Letters, digits, `-` and `_`"))
                .arg(
                    Arg::new("run")
                        .value_name("RUN")
                        .help("Id of a run, the beginning of one, or `last` [default: last]"),
                )
                .arg(store_arg(Arg::new("store").long("store"))),
        )
        .subcommand(Command::new("list").about("List the presets of this folder"))
}

fn store() -> Command {
    let store = || store_arg(Arg::new("store").long("store"));
    let number = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).value_parser(clap::value_parser!(u64)).help(help)
    };
    Command::new("store")
        .about("Look after the folder in which runs are kept")
        .subcommand_required(true)
        .subcommand(Command::new("path").about("Print where it is").arg(store()))
        .subcommand(Command::new("stats").about("Count what is in it").arg(store()))
        .subcommand(
            Command::new("verify").about("Read everything in it, and set aside what is damaged").arg(store()),
        )
        .subcommand(
            Command::new("gc")
                .about("Remove what no run and no recent action needs")
                .arg(number(
                    "max-age",
                    "DAYS",
                    "Also remove runs that are older, and actions unused for longer",
                ))
                .arg(number("max-size", "MIB", "Also remove the oldest until contents are no larger"))
                .arg(number("keep-runs", "COUNT", "Keep so many of the newest runs in any case"))
                .arg(store()),
        )
}

fn assets() -> Command {
    Command::new("assets").about("List nodes, compositions, workflows, models and port types").arg(
        Arg::new("kind")
            .value_name("KIND")
            .value_parser(["nodes", "compositions", "workflows", "models", "types"])
            .help("List only these"),
    )
}

fn nodes() -> Command {
    let ty = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).value_name(value).required(true).help(help)
    };
    Command::new("nodes")
        .about("Find nodes by words, or by the types they lead between")
        .subcommand_required(true)
        .subcommand(
            Command::new("search")
                .about("Find nodes whose name, doc or ports have all these words")
                .arg(Arg::new("text").value_name("TEXT").required(true).num_args(1..)),
        )
        .subcommand(
            Command::new("path")
                .about("Find the shortest chain of nodes from one type to another")
                .arg(ty("from", "FROM", "The type there is: `Image`"))
                .arg(ty("to", "TO", "The type that is wanted: `Vec<Mask>`")),
        )
}

fn graph(context: &Context<'_>, workflows: Workflows) -> Command {
    let names = Format::ALL.map(Format::name);
    Command::new("graph")
        .about("Draw a workflow or composition; prints the drawing itself, also to a pipe")
        .arg(name_arg("name", "NAME", context, workflows, false))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(names))
                .help("How it is drawn [default: that of the file's ending, or mermaid]"),
        )
        .arg(output_arg("Write the drawing to a file"))
}

pub(super) fn output_arg(help: &'static str) -> Arg {
    Arg::new("output").long("output").value_name("FILE").value_hint(ValueHint::FilePath).help(help)
}

/// The name of an asset. Completions know the names; the command itself says what is like a wrong one.
pub(super) fn name_arg(
    id: &'static str,
    value: &'static str,
    context: &Context<'_>,
    workflows: Workflows,
    all: bool,
) -> Arg {
    let arg = Arg::new(id).value_name(value).required(true);
    if workflows == Workflows::Open {
        return arg;
    }
    let registry = context.registry;
    let mut ids: Vec<&'static str> = registry.workflows().map(|spec| spec.graph.id).collect();
    if value == "NAME" {
        ids.extend(registry.compositions().map(|spec| spec.id));
    }
    if all {
        ids.extend(registry.nodes().map(|spec| spec.id));
        ids.extend(registry.types().map(|spec| spec.id));
        ids.extend(registry.models().map(|spec| spec.id));
    }
    let mut names: Vec<&str> = ids.into_iter().map(|id| context.name_of(id)).collect();
    names.sort_unstable();
    names.dedup();
    let values = names.into_iter().map(PossibleValue::new);
    arg.value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
}

fn workflow_list(context: &Context<'_>) -> String {
    let rows: Vec<Vec<String>> = context
        .registry
        .workflows()
        .map(|workflow| {
            let name = context.name_of(workflow.graph.id).to_owned();
            vec![name, summary(workflow.graph.doc).trim_end_matches('.').to_owned()]
        })
        .collect();
    if rows.is_empty() {
        return "  none: write a function with `#[workflow]`, and mount its file with `mod`\n".into();
    }
    columns(&rows)
}

/// The help, or version, that these arguments ask for. `help run` is `run --help`.
pub(super) fn help(context: &Context<'_>, args: &[&str]) -> Result<String, Failure> {
    let mut line = vec![context.program.as_str()];
    match args {
        ["help", rest @ ..] => {
            line.extend(rest.iter().filter(|word| !word.starts_with('-')));
            line.push("--help");
        }
        args => line.extend(args),
    }
    match command(context, Workflows::Listed).try_get_matches_from(line) {
        Err(error) if !error.use_stderr() => {
            let text = error.render();
            Ok(if context.io.out_paint().0 { text.ansi().to_string() } else { text.to_string() })
        }
        Err(error) => Err(usage::failure(context, &error, args)),
        Ok(_) => Ok(String::new()),
    }
}

/// The name of the command that was parsed: `nodes search`.
pub(super) fn name(matches: &ArgMatches) -> Option<String> {
    let (name, inner) = matches.subcommand()?;
    Some(match inner.subcommand_name() {
        Some(inner) if ["nodes", "preset", "runs", "store"].contains(&name) => format!("{name} {inner}"),
        _ => name.to_owned(),
    })
}

/// The name of the command on a line that could not be parsed.
pub(super) fn guess(context: &Context<'_>, args: &[OsString]) -> Option<String> {
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    let first = words.find(|word| !word.starts_with('-'))?;
    names(context, "").into_iter().find(|name| name == first)
}

/// The commands there are, or those inside one.
pub(super) fn names(context: &Context<'_>, inside: &str) -> Vec<String> {
    let root = command(context, Workflows::Open);
    let command = root.find_subcommand(inside).unwrap_or(&root);
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}
