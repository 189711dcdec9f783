//! `preset ..`: inputs under a name.

use std::path::Path;

use clap::ArgMatches;
use serde_json::json;

use super::failure::{Code, Failure};
use super::table::columns;
use super::{Context, Output, kept};
use crate::preset::{FOLDER, Preset, PresetError};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    match matches.subcommand() {
        Some(("save", matches)) => save(context, matches),
        Some((_, _)) => Ok(list(context)),
        None => unreachable!("clap asks for a subcommand"),
    }
}

fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The inputs of a run under a name.
fn save(context: &Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let store = kept::needed(context, text(matches, "store"))?;
    let run = store.find(text(matches, "run").unwrap_or("last")).map_err(|error| Failure::store(&error))?;
    let request = store.request(run.id).map_err(|error| Failure::store(&error))?;
    let preset = Preset {
        name: text(matches, "name").unwrap_or_default().to_owned(),
        workflow: Some(request.workflow),
        inputs: request.inputs.as_object().cloned().unwrap_or_default(),
    };
    let path = preset.save(Path::new(FOLDER)).map_err(|error| failure(&error))?;
    let text = format!("wrote {}\n", path.display());
    Ok(Output::Data { data: json!({ "preset": preset.name, "run": run.id, "path": path }), text })
}

fn list(context: &Context<'_>) -> Output {
    let folder = Path::new(FOLDER);
    let found: Vec<Result<Preset, PresetError>> =
        Preset::names(folder).iter().map(|name| Preset::find(name, folder)).collect();
    let paint = context.io.out_paint();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|found| match found {
            Ok(preset) => {
                let inputs: Vec<String> =
                    preset.inputs.iter().map(|(name, value)| format!("{name} {value}")).collect();
                let workflow = preset.workflow.clone().unwrap_or_default();
                vec![paint.bold(&preset.name), workflow, paint.dim(&inputs.join(", "))]
            }
            Err(error) => vec![paint.red("broken"), error.message.clone()],
        })
        .collect();
    let presets: Vec<serde_json::Value> = found
        .iter()
        .map(|found| match found {
            Ok(preset) => {
                json!({ "name": preset.name, "workflow": preset.workflow, "inputs": preset.inputs })
            }
            Err(error) => json!({ "error": error.message, "hint": error.help }),
        })
        .collect();
    let text = if rows.is_empty() { format!("no presets in `{FOLDER}`\n") } else { columns(&rows) };
    Output::Data { data: json!({ "presets": presets }), text }
}

fn failure(error: &PresetError) -> Failure {
    Failure::new(Code::OutputFailed, error.message.clone()).hint(error.help.clone())
}
