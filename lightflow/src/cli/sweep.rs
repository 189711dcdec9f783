//! `sweep WORKFLOW ..`: one workflow over several values of its inputs.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::drive::drive;
use super::failure::{Code, Failure};
use super::flags::Purpose;
use super::ready::Asked;
use super::table::columns;
use super::{Context, Output, kept, run};
use crate::service::{Axis, ReadySweep, Service, Sweep, Swept, label};
use crate::{RunError, RunErrorKind};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let (name, words) = run::words(context, matches, Purpose::Sweep)?;
    let found = context.workflow(&name)?;
    let mut asked = Asked::read(context, found, Purpose::Sweep, &words);
    if asked.wants_help() {
        return run::help(context, &asked);
    }
    let axes = std::mem::take(&mut asked.checked.flags.axes);
    let axes: Vec<Axis> =
        axes.into_iter().map(|(input, values)| Axis { input: input.to_owned(), values }).collect();
    let (zip, sheet, store) = {
        let flags = asked.flags();
        (flags.zip, flags.sheet.clone(), flags.store.clone())
    };
    let service = match &asked {
        asked if asked.is_wrong() => kept::storeless(context),
        _ => kept::service(context, store.as_deref())?,
    };
    let refused = |context: &Context<'_>, error| Failure::service(context, &error);
    let ready = asked.ready(context, &service)?;
    let mut ask = ready.ask.clone();
    ask.inputs = ready.inputs.clone();
    let folder = ask.place.output_folder.clone().unwrap_or_else(|| PathBuf::from("out/sweep"));
    ask.place.output_folder = Some(folder.clone());
    let sweep = service.sweep(Sweep { ask, axes, zip }).map_err(|error| refused(context, error))?;
    let (id, axes) = (sweep.id.clone(), sweep.axes.clone());
    let swept = all(context, &service, sweep)?;
    let sheet = sheet.unwrap_or_else(|| folder.join("sheet.png"));
    let drawn = super::sheet::draw(context, ready.workflow.graph.name, &swept, &sheet)?;
    let failed = swept.iter().filter(|point| point.error.is_some()).count();
    let data = json!({
        "workflow": ready.workflow.graph.id, "sweep": id, "axes": axes, "runs": swept,
        "sheet": drawn.then_some(&sheet),
    });
    let text = text(context, &axes, &swept, drawn.then_some(&sheet));
    if failed == 0 {
        return Ok(Output::Data { data, text });
    }
    let mut failure = Failure::new(Code::RunFailed, format!("{failed} of {} runs failed", swept.len()))
        .hint(format!("run `{} runs list --sweep {id}` to see them", context.program))
        .details(data);
    failure.lines = text.lines().map(str::to_owned).collect();
    Err(failure)
}

/// Runs one after another: what they have in common is there from the second on.
fn all(context: &mut Context<'_>, service: &Service, sweep: ReadySweep) -> Result<Vec<Swept>, Failure> {
    let count = sweep.points.len();
    let mut swept = Vec::with_capacity(count);
    for (index, point) in sweep.points.into_iter().enumerate() {
        let shown = label(&sweep.axes, &point.values);
        context.io.note(&format!("{} of {count}: {shown}", index + 1));
        let folder = point.ready.output_folder().to_owned();
        let recording = service.begin(&point.ready).map_err(|error| Failure::service(context, &error))?;
        let id = recording.as_ref().map(crate::runs::Recording::id);
        let watch = run::watch(context, point.ready.workflow);
        let ended = drive(context, service, point.ready, recording, watch)?;
        run::say_trouble(context, &ended);
        if let Err(RunError { kind: RunErrorKind::Cancelled, .. }) = &ended.result {
            let hint = format!("run the same sweep again: the {index} runs before are known");
            return Err(Failure::new(Code::Cancelled, "the sweep was cancelled").hint(hint));
        }
        swept.push(Swept::of(&sweep.axes, point.values, id, folder, &ended));
    }
    Ok(swept)
}

fn text(context: &Context<'_>, axes: &[Axis], swept: &[Swept], sheet: Option<&PathBuf>) -> String {
    let paint = context.io.out_paint();
    let values = |inputs: &Map<String, Value>| -> Vec<Value> {
        axes.iter().filter_map(|axis| inputs.get(&axis.input).cloned()).collect()
    };
    let rows: Vec<Vec<String>> = swept
        .iter()
        .map(|point| {
            let how = match (&point.error, point.cached) {
                (Some(error), _) => paint.red(error.lines().next().unwrap_or_default()),
                (None, 0) => format!("{} steps", point.steps),
                (None, cached) => format!("{} steps, {cached} of them known", point.steps),
            };
            let picture = point.picture.as_ref().map(|path| path.display().to_string());
            vec![paint.bold(&label(axes, &values(&point.inputs))), how, picture.unwrap_or_default()]
        })
        .collect();
    let sheet = sheet.map(|sheet| format!("\n{} {}\n", paint.green("sheet"), sheet.display()));
    format!("{}{}", columns(&rows), sheet.unwrap_or_default())
}
