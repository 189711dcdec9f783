//! `store ..`: the folder in which runs are kept.

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::{Context, Output, kept};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let Some((name, matches)) = matches.subcommand() else { unreachable!("clap asks for a subcommand") };
    let runs = kept::needed(context, matches.get_one::<String>("store").map(String::as_str))?;
    let store = runs.store();
    match name {
        "path" => {
            let root = store.root();
            Ok(Output::Data { data: json!({ "path": root }), text: format!("{}\n", root.display()) })
        }
        other => unreachable!("`store {other}` is in the tree of commands, but nobody runs it"),
    }
}
