//! `runs logs RUN`: what the steps of a run said.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;

use super::failure::{Code, Failure};
use super::{Context, Output};
use crate::runs::{LogLine, Run, Runs};

pub(super) fn execute(
    context: &Context<'_>,
    runs: &Runs,
    run: &Run,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let step = matches.get_one::<String>("step").map(String::as_str);
    let lines = runs.logs(run.id, step).map_err(|error| Failure::store(&error))?;
    if matches.get_flag("files") {
        return files(runs, run, step, &lines);
    }
    let paint = context.io.out_paint();
    let mut text = String::new();
    for line in &lines {
        let (time, step) = (line.time(), &line.step);
        text.push_str(&format!("{} {} {}\n", paint.dim(&time), paint.bold(step), said(&line.text)));
    }
    if lines.is_empty() {
        text = "no step said anything\n".into();
    }
    let lines: Vec<_> = lines
        .iter()
        .map(|line| json!({ "seq": line.seq, "time": line.time(), "step": line.step, "text": line.text }))
        .collect();
    Ok(Output::Data { data: json!({ "run": run.id, "lines": lines }), text })
}

/// Further lines of a text are indented, so that each entry begins with a time.
fn said(text: &str) -> String {
    text.trim_end().replace('\n', "\n    ")
}

fn files(runs: &Runs, run: &Run, step: Option<&str>, lines: &[LogLine]) -> Result<Output, Failure> {
    let folder = runs.logs_folder(run.id);
    let mut files = Vec::new();
    below(&folder, &mut files).map_err(|error| {
        Failure::new(Code::StoreFailed, format!("cannot read `{}`: {error}", folder.display()))
            .hint("check the disk and the access rights of this path")
    })?;
    // What lies there is for people, who may add to it: the journal says which steps there are.
    let is_meant = |file: &PathBuf| {
        let name = file.strip_prefix(&folder).ok().and_then(|name| name.to_str()?.strip_suffix(".log"));
        step.is_none() || lines.iter().any(|line| Some(&*line.step) == name)
    };
    files.retain(is_meant);
    files.sort();
    let text = if files.is_empty() {
        "no files\n".into()
    } else {
        files.iter().map(|file| format!("{}\n", file.display())).collect()
    };
    Ok(Output::Data { data: json!({ "run": run.id, "folder": folder, "files": files }), text })
}

/// All files below a folder, which need not be there.
fn below(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            below(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
