//! `runs delete|prune`: runs that nobody wants any more.

use std::time::Duration;

use clap::ArgMatches;
use serde_json::json;

use super::show::status_of;
use super::{find, or_fail, store, text};
use crate::cli::failure::Failure;
use crate::cli::{Context, Output};
use crate::service::{Prune, Service};

/// Forgets one run.
pub(super) fn delete(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    store(context, service)?.delete(run.id).map_err(|error| Failure::store(&error))?;
    Ok(Output::Data { data: json!({ "deleted": run.id }), text: format!("deleted {}\n", run.id) })
}

/// Forgets all that are over and meet the conditions.
pub(super) fn prune(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let days = matches.get_one::<u64>("older-than").copied();
    let prune = Prune {
        workflow: text(matches, "workflow").map(str::to_owned),
        status: status_of(matches),
        older_than: days.map(|days| Duration::from_secs(days.saturating_mul(24 * 60 * 60))),
        keep: matches.get_one::<usize>("keep").copied().unwrap_or(0),
        dry: matches.get_flag("dry-run"),
    };
    let pruned = or_fail(context, service.prune(&prune))?;
    let count = match pruned.runs.len() {
        1 => "1 run".into(),
        count => format!("{count} runs"),
    };
    let text = if pruned.dry { format!("{count} would go\n") } else { format!("deleted {count}\n") };
    Ok(Output::Data { data: json!(pruned), text })
}
