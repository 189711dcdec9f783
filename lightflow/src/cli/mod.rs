//! The command line that [`main!`](crate::main) gives an asset project.
//!
//! | command | what it does |
//! |---|---|
//! | `run WORKFLOW --PORT VALUE ..` | runs a workflow |
//! | `preflight WORKFLOW --PORT VALUE ..` | checks inputs, models, programs, variables, policy and output folder; runs nothing |
//! | `preview WORKFLOW --PORT VALUE ..` | checks the inputs and lists the steps; runs nothing |
//! | `sweep WORKFLOW --PORT VALUES ..` | runs a workflow over several values, and puts the pictures on one sheet |
//! | `runs list\|get\|status\|steps\|events\|request\|workflow\|outputs\|diff` | shows runs |
//! | `runs create\|start\|resume\|retry\|rerun\|cancel\|delete\|prune` | begins, repeats, stops and forgets them |
//! | `runs judge\|verdicts` | keeps what people say of what they made |
//! | `recipe FILE` | shows how a file was made; `run --recipe FILE` makes it again |
//! | `runs logs\|trace` | shows what steps said, and a run as a trace of OpenTelemetry |
//! | `preset save\|list` | keeps the inputs of a run under a name, for `--preset NAME` |
//! | `store path\|stats\|verify\|gc` | looks after the folder in which runs are kept |
//! | `assets [KIND]` | lists nodes, compositions, workflows, models and types |
//! | `nodes search TEXT ..`, `nodes path FROM TO` | finds nodes |
//! | `inspect NAME` | shows all that is known of an asset |
//! | `graph NAME --format mermaid\|dot\|svg\|json` | draws a workflow or composition |
//! | `schema WORKFLOW` | prints the JSON Schema of a workflow's inputs |
//! | `explain CODE` | says what a compiler error means and how it is repaired |
//! | `serve` | serves workflows over HTTP, with the feature `serve` |
//! | `mcp` | answers an agent by the Model Context Protocol, with the feature `serve` |
//! | `openapi` | prints the description of the HTTP interface, with the feature `serve` |
//! | `completions SHELL` | prints a completion script |
//!
//! A terminal gets text. A pipe, or `--json`, gets one envelope on one line:
//! `{"ok", "command", "data", "error": {"code", "message", "hint", "details"}}`, with [`Code`] as the code.
//! Help, `graph`, `runs trace`, `openapi` and `completions` print their text everywhere. [`Exit`] has the exit codes.
//!
//! The way of a call through the files: `tree` and `usage` read the command line; `flags`, `shape`, `collect`
//! and `inputs` read a workflow's inputs; `ready` checks what else a run needs; there is one file for each command; `drive` runs, with `watch` for
//! those who look on; what comes of it goes out here.

mod assets;
mod axis;
mod board;
mod collect;
mod completions;
mod describe;
mod drive;
mod envelope;
mod exit;
mod explain;
mod failure;
mod flags;
mod graph;
mod inputs;
mod inspect;
mod io;
mod kept;
mod lines;
mod lookup;
#[cfg(feature = "serve")]
mod mcp;
mod nodes;
#[cfg(feature = "serve")]
mod openapi;
mod ordered;
#[cfg(feature = "otel")]
mod otel;
mod preflight;
mod presets;
mod preview;
mod ready;
mod recipe;
mod run;
mod runs;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod shape;
mod sheet;
mod store;
mod sweep;
mod table;
mod tree;
mod usage;
mod watch;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::ArgMatches;
use serde_json::Value;

pub use exit::Exit;
pub use failure::Code;
pub use io::{Interrupts, Io};

use crate::registry::Registry;
use envelope::Envelope;
use failure::Failure;

/// What a program says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its name, where the operating system does not tell it.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// One line about it.
    pub about: &'static str,
}

/// Runs the command that the process was started with, on the assets linked into it.
pub fn main(program: &Program) -> ExitCode {
    crate::__private::share_arenas();
    let mut io = Io::process();
    let args: Vec<OsString> = std::env::args_os().collect();
    let exit = match Registry::linked() {
        Ok(registry) => run(program, args, &registry, &mut io),
        Err(duplicates) => {
            let json = args.iter().any(|arg| arg == "--json");
            let failure = Failure::new(Code::DuplicateAssets, duplicates.to_string())
                .hint("rename all but one of each and build again");
            conclude(&mut io, json, None, Err(failure))
        }
    };
    exit.into()
}

/// Runs one command; `args` begin with the program's name.
///
/// ```
/// use lightflow::cli::{self, Exit, Interrupts, Io, Program};
/// use lightflow::registry::Registry;
///
/// let program = Program { name: "studio", version: "0.1.0", about: "" };
/// let registry = Registry::of(&[]).unwrap();
/// let mut io = Io { stdout: Box::new(Vec::new()), ..Io::process() };
/// assert_eq!(cli::run(&program, ["studio", "assets"], &registry, &mut io), Exit::Done);
/// ```
pub fn run(
    program: &Program,
    args: impl IntoIterator<Item = impl Into<OsString>>,
    registry: &Registry,
    io: &mut Io,
) -> Exit {
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let called = args.first().and_then(|path| Path::new(path).file_stem());
    let called = called.and_then(|name| name.to_str());
    let mut context = Context {
        program: called.unwrap_or(program.name).to_owned(),
        about: program,
        registry,
        json: args.iter().any(|arg| arg == "--json"),
        io,
    };
    let (command, result) = match parse(&context, &args) {
        Ok(Parsed::Text(text)) => (None, Ok(Output::Raw(text))),
        Ok(Parsed::Command(matches)) => {
            let command = tree::name(&matches);
            let result = dispatch(&mut context, &matches);
            (command, result)
        }
        Err(failure) => (tree::guess(&context, &args), Err(failure)),
    };
    let json = context.json;
    conclude(io, json, command.as_deref(), result)
}

/// What a command works with.
struct Context<'a> {
    /// The name that the user called.
    program: String,
    about: &'a Program,
    registry: &'a Registry,
    /// `--json`: people look at nothing.
    json: bool,
    io: &'a mut Io,
}

/// What a command gives.
enum Output {
    /// An envelope's data, and the same for people.
    Data { data: Value, text: String },
    /// Text for people and programs alike.
    Raw(String),
}

enum Parsed {
    Command(ArgMatches),
    /// Help or a version.
    Text(String),
}

fn parse(context: &Context<'_>, args: &[OsString]) -> Result<Parsed, Failure> {
    let mut texts = Vec::new();
    for arg in args.iter().skip(1) {
        let text = arg.to_str().ok_or_else(|| {
            let shown = arg.to_string_lossy();
            Failure::new(Code::WrongUsage, format!("`{shown}` is not UTF-8"))
                .hint("rename the file, or give its folder")
        })?;
        texts.push(text);
    }
    if texts.is_empty() {
        return tree::help(context, &["--help"]).map(Parsed::Text);
    }
    if texts[0] == "help" {
        return tree::help(context, &texts).map(Parsed::Text);
    }
    let texts = recipe::with_workflow(texts)?;
    let line = std::iter::once(context.program.as_str()).chain(texts.iter().map(|text| &**text));
    match tree::command(context, tree::Workflows::Open).try_get_matches_from(line) {
        Ok(matches) => Ok(Parsed::Command(matches)),
        Err(error) => match error.kind() {
            clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion => {
                tree::help(context, &borrowed(&texts)).map(Parsed::Text)
            }
            _ => Err(usage::failure(context, &error, &borrowed(&texts))),
        },
    }
}

fn borrowed<'a>(texts: &'a [std::borrow::Cow<'a, str>]) -> Vec<&'a str> {
    texts.iter().map(|text| &**text).collect()
}

fn dispatch(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let Some((name, matches)) = matches.subcommand() else {
        return tree::help(context, &["--help"]).map(Output::Raw);
    };
    match name {
        "run" => run::execute(context, matches),
        "preflight" => preflight::execute(context, matches),
        "preview" => preview::execute(context, matches),
        "sweep" => sweep::execute(context, matches),
        "assets" => assets::execute(context, matches),
        "nodes" => nodes::execute(context, matches),
        "inspect" => inspect::execute(context, matches),
        "graph" => graph::execute(context, matches),
        "preset" => presets::execute(context, matches),
        "runs" => runs::execute(context, matches),
        "store" => store::execute(context, matches),
        "recipe" => recipe::execute(context, matches),
        "explain" => explain::execute(context, matches),
        "schema" => schema::execute(context, matches),
        "completions" => completions::execute(context, matches),
        #[cfg(feature = "serve")]
        "serve" => serve::execute(context, matches),
        #[cfg(feature = "serve")]
        "mcp" => mcp::execute(context, matches),
        #[cfg(feature = "serve")]
        "openapi" => openapi::execute(context, matches),
        other => unreachable!("`{other}` is in the tree of commands, but nobody runs it"),
    }
}

/// Writes what came of a command; `--json` leaves stderr to itself.
fn conclude(io: &mut Io, asked: bool, command: Option<&str>, result: Result<Output, Failure>) -> Exit {
    let exit = result.as_ref().err().map_or(Exit::Done, |failure| failure.code.exit());
    let json = asked || !io.stdout_is_terminal;
    if let Err(failure) = &result
        && !asked
    {
        report(io, failure);
    }
    let text = match &result {
        Ok(Output::Raw(text)) => text.clone(),
        Ok(Output::Data { data, .. }) if json => Envelope::of(command, Ok(data)).line(),
        Ok(Output::Data { text, .. }) => text.clone(),
        Err(failure) if json => Envelope::of(command, Err(failure)).line(),
        Err(_) => return exit,
    };
    match io.print(&text) {
        Ok(()) => exit,
        Err(error) => {
            report(io, &Failure::stdout(&error));
            Exit::Failed
        }
    }
}

/// Tells people what went wrong.
fn report(io: &mut Io, failure: &Failure) {
    let paint = io.err_paint();
    io.note(&format!("{} {}", paint.red("error:"), failure.message));
    for line in &failure.lines {
        io.note(line);
    }
    if let Some(hint) = &failure.hint {
        io.note(&format!("{} {hint}", paint.cyan("help:")));
    }
}
