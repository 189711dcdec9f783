//! `recipe FILE`: how a file was made.

use std::borrow::Cow;
use std::path::Path;

use clap::ArgMatches;
use serde_json::json;

use super::describe::plain;
use super::failure::{Code, Failure};
use super::table::columns;
use super::{Context, Output};
use crate::service::recipe_in;

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let file = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let recipe = recipe_in(Path::new(file)).map_err(|error| Failure::service(context, &error))?;
    let paint = context.io.out_paint();
    let mut rows = vec![
        vec![paint.bold("workflow"), recipe.workflow.clone()],
        vec![paint.bold("step"), recipe.step.clone()],
        vec![paint.bold("program"), recipe.program.clone()],
        vec![paint.bold("plan"), recipe.plan.clone()],
    ];
    rows.extend(
        recipe
            .versions
            .iter()
            .map(|(name, version)| vec![paint.bold("version"), format!("{name} {version}")]),
    );
    let inputs: Vec<Vec<String>> =
        recipe.inputs.iter().map(|(name, value)| vec![paint.bold(name), plain(value)]).collect();
    let text = format!("{}\n{}\n{}", columns(&rows), paint.green("inputs"), columns(&inputs));
    Ok(Output::Data { data: json!(recipe), text })
}

/// `run --recipe FILE ..` names its workflow by the file.
///
/// # Errors
/// When the file has no recipe.
pub(super) fn with_workflow(mut words: Vec<&str>) -> Result<Vec<Cow<'_, str>>, Failure> {
    let commands = ["run", "preview", "preflight", "sweep"];
    let unnamed = matches!(words.as_slice(), [command, first, ..] if commands.contains(command) && first.starts_with("--"));
    let file = words.iter().enumerate().find_map(|(index, word)| match word.strip_prefix("--recipe") {
        Some("") => words.get(index + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    let (true, Some(file)) = (unnamed, file) else {
        return Ok(words.into_iter().map(Cow::Borrowed).collect());
    };
    let recipe = recipe_in(Path::new(file))
        .map_err(|error| Failure::new(Code::WrongUsage, error.to_string()).hint(error.hint()))?;
    let rest = words.split_off(1);
    let words = words.into_iter().map(Cow::Borrowed).chain([Cow::Owned(recipe.workflow)]);
    Ok(words.chain(rest.into_iter().map(Cow::Borrowed)).collect())
}
