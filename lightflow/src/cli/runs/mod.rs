//! `runs ..`: what was run before, what runs now, and what is to be run again.

mod again;
mod events;
mod judge;
mod logs;
mod prune;
mod show;
mod trace;
mod tree;

use clap::ArgMatches;

pub(super) use tree::runs;

use super::failure::Failure;
use super::{Context, Output, kept};
use crate::runs::{Run, Store};
use crate::service::{Service, ServiceError};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let Some((name, matches)) = matches.subcommand() else { unreachable!("clap asks for a subcommand") };
    // Its flags are a workflow's, and say themselves where the store is.
    if name == "create" {
        return again::create(context, matches);
    }
    let service = kept::service(context, text(matches, "store"))?;
    // Those that go on need no more than the service; without a store, all of them say the same.
    service.store().map_err(|error| Failure::service(context, &error))?;
    let command = match name {
        "list" => show::list,
        "get" => show::get,
        "status" => show::status,
        "steps" => show::steps,
        "request" => show::request,
        "workflow" => show::workflow,
        "outputs" => show::outputs,
        "diff" => show::diff,
        "events" => events::execute,
        "logs" => logs::execute,
        "trace" => trace::execute,
        "start" => again::start,
        "resume" => again::resume,
        "retry" => again::retry,
        "rerun" => again::rerun,
        "cancel" => again::cancel,
        "judge" => judge::judge,
        "verdicts" => judge::verdicts,
        "delete" => prune::delete,
        "prune" => prune::prune,
        other => unreachable!("`runs {other}` is in the tree of commands, but nobody runs it"),
    };
    command(context, &service, matches)
}

fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The run that is meant: an id, the beginning of one, or `last`.
fn find(context: &Context<'_>, service: &Service, matches: &ArgMatches) -> Result<Run, Failure> {
    let store = store(context, service)?;
    store.find(text(matches, "run").unwrap_or("last")).map_err(|error| Failure::store(&error))
}

fn store<'a>(context: &Context<'_>, service: &'a Service) -> Result<&'a Store, Failure> {
    or_fail(context, service.store())
}

fn or_fail<T>(context: &Context<'_>, result: Result<T, ServiceError>) -> Result<T, Failure> {
    result.map_err(|error| Failure::service(context, &error))
}
