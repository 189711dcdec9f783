//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::commands;
use crate::failure::{Code, Failure, Output, conclude};
use crate::rustc::Cargo;
use crate::source::Kind;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let mut args: Vec<OsString> = std::env::args_os().collect();
    // `cargo lightflow check` calls `cargo-lightflow lightflow check`.
    if args.get(1).is_some_and(|word| word == "lightflow") {
        args.remove(1);
    }
    let json = args.iter().any(|arg| arg == "--json");
    match command().try_get_matches_from(args) {
        Ok(matches) => {
            let name = matches.subcommand_name().map(str::to_owned);
            conclude(name.as_deref(), json, dispatch(&matches))
        }
        Err(error) if !error.use_stderr() => match error.print() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(error) => {
            let text = error.render().to_string();
            let first = text.lines().next().unwrap_or_default();
            let message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
            let failure = Failure::new(Code::WrongUsage, message)
                .hint("run `cargo lightflow --help` to see how it is written");
            conclude(None, json, Err(failure))
        }
    }
}

fn dispatch(matches: &ArgMatches) -> Result<Output, Failure> {
    let Some((name, matches)) = matches.subcommand() else { unreachable!("clap asks for a command") };
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    match name {
        "check" => commands::check::execute(&cargo(matches)),
        "fix" => commands::fix::execute(&cargo(matches), matches.get_flag("dry-run")),
        "new" => new(matches),
        "expand" => commands::expand::execute(&cargo(matches), &text("name")),
        "explain" => commands::explain::execute(&text("code")),
        other => unreachable!("`{other}` is in the tree of commands, but nobody runs it"),
    }
}

/// `new PATH` makes a project, `new node NAME` an asset.
fn new(matches: &ArgMatches) -> Result<Output, Failure> {
    let words: Vec<&str> =
        matches.get_many::<String>("what").into_iter().flatten().map(String::as_str).collect();
    let kind = |word: &str| {
        [Kind::Node, Kind::Composition, Kind::Workflow].into_iter().find(|kind| kind.name() == word)
    };
    match words[..] {
        [word] if kind(word).is_some() => {
            Err(Failure::new(Code::WrongUsage, format!("the {word} has no name"))
                .hint(format!("write `cargo lightflow new {word} NAME`")))
        }
        [path] => commands::new::project(
            Path::new(path),
            matches.get_one::<PathBuf>("lightflow").map(PathBuf::as_path),
        ),
        [word, name] => match kind(word) {
            Some(kind) => commands::new::asset(&cargo(matches), kind, name),
            None => Err(Failure::new(Code::WrongUsage, format!("there is no kind of asset `{word}`"))
                .hint("write `node`, `composition` or `workflow`")),
        },
        _ => unreachable!("clap asks for one word or two"),
    }
}

fn command() -> Command {
    let one = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).value_name(value).required(true).help(help)
    };
    Command::new("cargo-lightflow")
        .bin_name("cargo lightflow")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Checks, repairs, explains and scaffolds LightFlow projects")
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("json")
                .long("json")
                .global(true)
                .action(ArgAction::SetTrue)
                .help("Print one envelope of JSON on one line, as a pipe gets it"),
        )
        .subcommand(
            Command::new("new")
                .about("Make a project, or add an asset to one")
                .override_usage(
                    "cargo lightflow new <PATH>\n       cargo lightflow new <node|composition|workflow> <NAME>",
                )
                .arg(
                    Arg::new("what")
                        .value_name("WHAT")
                        .required(true)
                        .num_args(1..=2)
                        .help("The folder of a new project, or the kind and name of an asset"),
                )
                .arg(
                    Arg::new("lightflow")
                        .long("lightflow")
                        .value_name("DIR")
                        .value_parser(value_parser!(PathBuf))
                        .help("The folder of the `lightflow` crate, instead of the published one"),
                )
                .arg(manifest_path())
                .arg(flag("offline", "Use no network")),
        )
        .subcommand(checks(
            Command::new("check").about("Find mistakes: where, in which step, and what to do"),
        ))
        .subcommand(
            checks(Command::new("fix").about("Repair what can be repaired in one way only")).arg(
                Arg::new("dry-run")
                    .long("dry-run")
                    .action(ArgAction::SetTrue)
                    .help("Say what would be repaired, and write nothing"),
            ),
        )
        .subcommand(
            Command::new("expand")
                .about("Print the Rust that an asset's attribute writes")
                .arg(one("name", "NAME", "A node, composition, workflow or port type of the project"))
                .arg(manifest_path())
                .arg(flag("offline", "Use no network")),
        )
        .subcommand(
            Command::new("explain").about("Say what a compiler error means and how it is repaired").arg(one(
                "code",
                "CODE",
                "As it stands below a message: `LF0201`",
            )),
        )
}

/// The flags that go on to `cargo check`.
fn checks(command: Command) -> Command {
    command
        .arg(
            Arg::new("package")
                .short('p')
                .long("package")
                .value_name("NAME")
                .action(ArgAction::Append)
                .help("Check only this package"),
        )
        .arg(
            Arg::new("features")
                .short('F')
                .long("features")
                .value_name("NAMES")
                .action(ArgAction::Append)
                .help("Features to switch on"),
        )
        .arg(manifest_path())
        .arg(flag("workspace", "Check all packages of the workspace"))
        .arg(flag("all-targets", "Check tests and examples as well"))
        .arg(flag("all-features", "Switch all features on"))
        .arg(flag("offline", "Use no network"))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn manifest_path() -> Arg {
    Arg::new("manifest-path")
        .long("manifest-path")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("The `Cargo.toml` of the project")
}

fn cargo(matches: &ArgMatches) -> Cargo {
    let mut flags = Vec::new();
    // Not every command has every flag.
    for name in ["package", "features"] {
        for value in matches.try_get_many::<String>(name).ok().flatten().into_iter().flatten() {
            flags.extend([format!("--{name}"), value.clone()]);
        }
    }
    for name in ["workspace", "all-targets", "all-features", "offline"] {
        if matches.try_get_one::<bool>(name).ok().flatten().is_some_and(|given| *given) {
            flags.push(format!("--{name}"));
        }
    }
    Cargo {
        flags,
        manifest: matches.get_one::<PathBuf>("manifest-path").cloned(),
        quiet: matches.get_flag("json"),
    }
}
