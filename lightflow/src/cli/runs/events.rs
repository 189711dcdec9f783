//! `runs events`: the journal of a run, also while it grows.

use std::time::Duration;

use clap::ArgMatches;

use super::{find, store};
use crate::cli::failure::Failure;
use crate::cli::{Context, Output};
use crate::service::Service;

/// How often a journal that is followed is looked at.
const LOOK: Duration = Duration::from_millis(100);

pub(super) fn execute(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let from = matches.get_one::<u64>("from").copied().unwrap_or(0);
    let follow = matches.get_flag("follow");
    let store = store(context, service)?;
    let mut journal = store.journal(run.id, from).map_err(|error| Failure::store(&error))?;
    loop {
        // Before the journal is read: what is written until the run is over is read below.
        let over = store.run(run.id).map_err(|error| Failure::store(&error))?.status.is_over();
        loop {
            let events = journal.read(4_096).map_err(|error| Failure::store(&error))?;
            if events.is_empty() {
                break;
            }
            // Lines of JSON for people and programs alike: there may be many.
            let lines: String = events.iter().map(|event| format!("{}\n", event.json)).collect();
            context.io.print(&lines).map_err(|error| Failure::stdout(&error))?;
        }
        if over || !follow {
            return Ok(Output::Raw(String::new()));
        }
        std::thread::sleep(LOOK);
    }
}
