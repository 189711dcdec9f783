//! The commands below `runs`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint};

use crate::cli::Context;
use crate::cli::flags::{Purpose, store_arg};
use crate::cli::tree::{Workflows, name_arg, output_arg, runner};
use crate::runs::RunStatus;

pub(in crate::cli) fn runs(context: &Context<'_>, workflows: Workflows) -> Command {
    let workflow = || name_arg("workflow", "WORKFLOW", context, workflows, false).required(false);
    Command::new("runs")
        .about("Show runs, begin them later or again, go on with them, judge what they made")
        .subcommand_required(true)
        .subcommand(
            Command::new("list")
                .about("List runs, the newest first")
                .arg(workflow())
                .arg(status())
                .arg(text("sweep", "SWEEP", "List only those of this sweep"))
                .arg(count("limit", "List so many").default_value("20"))
                .arg(text("after", "RUN", "List only those older than this run"))
                .arg(store()),
        )
        .subcommand(of_run("get", "Show what is known of a run"))
        .subcommand(of_run("status", "Show how far a run is"))
        .subcommand(of_run("steps", "List the steps of a run that were done"))
        .subcommand(
            of_run("events", "Print a run's journal: a line of JSON for each event")
                .arg(
                    Arg::new("from")
                        .long("from")
                        .value_name("SEQ")
                        .value_parser(clap::value_parser!(u64))
                        .help("Begin with this event"),
                )
                .arg(flag("follow", "Go on until the run is over")),
        )
        .subcommand(
            of_run("trace", "Print a run as a trace, in the JSON of OpenTelemetry, also to a pipe")
                .arg(output_arg("Write the trace to a file")),
        )
        .subcommand(
            of_run("logs", "Show what the steps of a run said")
                .arg(text("step", "PATH", "Only this step, and those inside it"))
                .arg(flag("files", "List the files in which it stands instead"))
                .arg(
                    flag("follow", "Go on until the run is over; a line of JSON each for a pipe")
                        .conflicts_with("files"),
                ),
        )
        .subcommand(of_run("request", "Print what a run was asked for"))
        .subcommand(of_run("workflow", "Print the plan that a run followed"))
        .subcommand(of_run("outputs", "Print what a run gave"))
        .subcommand(
            Command::new("diff")
                .about("Show how the inputs and steps of two runs differ")
                .arg(run("left", "RUN").required(true))
                .arg(run("right", "RUN").required(true))
                .arg(store()),
        )
        .subcommand(runner(context, workflows, Purpose::Create))
        .subcommand(of_run("start", "Start a run that was created").arg(out()).arg(set("A secret input")))
        .subcommand(
            of_run("resume", "Go on with a run that was interrupted, failed or cancelled")
                .arg(out())
                .arg(set("A secret input, which was not kept")),
        )
        .subcommand(of_run("retry", "Run the same once more, as a new run").arg(out()))
        .subcommand(
            of_run("rerun", "Run once more what made a run or a file, with some inputs changed")
                .arg(
                    text("from", "ARTIFACT", "A file that a run made, or the digest of its content")
                        .value_hint(ValueHint::FilePath)
                        .conflicts_with("run"),
                )
                .arg(set("An input with another value; may be repeated"))
                .arg(out()),
        )
        .subcommand(of_run("cancel", "Cancel a run, also one of another process"))
        .subcommand(
            of_run("judge", "Pick or reject a file that a run made, and keep what made it")
                .arg(text("pick", "ARTIFACT", "The file: its name, path or digest").conflicts_with("reject"))
                .arg(text("reject", "ARTIFACT", "The file: its name, path or digest"))
                .arg(text("note", "TEXT", "What else there is to say")),
        )
        .subcommand(
            Command::new("verdicts").about("List what was picked and rejected").arg(workflow()).arg(store()),
        )
        .subcommand(of_run("delete", "Forget a run; what its steps gave stays until it is collected"))
        .subcommand(
            Command::new("prune")
                .about("Forget all runs that are over, or those of them that meet the conditions")
                .arg(workflow())
                .arg(status())
                .arg(
                    Arg::new("older-than")
                        .long("older-than")
                        .value_name("DAYS")
                        .value_parser(clap::value_parser!(u64))
                        .help("Forget only those created longer ago"),
                )
                .arg(count("keep", "Keep so many of the newest"))
                .arg(flag("dry-run", "Say which would go, and forget none"))
                .arg(store()),
        )
}

fn run(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).value_name(value).help("Id of a run, the beginning of one, or `last` [default: last]")
}

fn of_run(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).arg(run("run", "RUN")).arg(store())
}

fn store() -> Arg {
    store_arg(Arg::new("store").long("store"))
}

fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn count(name: &'static str, help: &'static str) -> Arg {
    text(name, "COUNT", help).value_parser(clap::value_parser!(usize))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn status() -> Arg {
    let names = RunStatus::ALL.map(RunStatus::name);
    text("status", "STATUS", "Only these").value_parser(PossibleValuesParser::new(names))
}

fn set(help: &'static str) -> Arg {
    text("set", "NAME=VALUE", help).action(ArgAction::Append)
}

fn out() -> Arg {
    text("out", "DIR", "Folder for the files that the run makes [default: as before]")
        .value_hint(ValueHint::DirPath)
}
