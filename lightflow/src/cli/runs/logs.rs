//! `runs logs RUN`: what the steps of a run said.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::{find, or_fail, text};
use crate::cli::failure::{Code, Failure};
use crate::cli::io::Paint;
use crate::cli::{Context, Output};
use crate::runs::{LogLine, Run, Runs};
use crate::service::Service;

/// How often a run that is followed is looked at.
const LOOK: Duration = Duration::from_millis(100);

pub(super) fn execute(
    context: &mut Context<'_>,
    service: &Service,
    matches: &ArgMatches,
) -> Result<Output, Failure> {
    let run = find(context, service, matches)?;
    let runs = or_fail(context, service.runs())?;
    let step = text(matches, "step");
    if matches.get_flag("follow") {
        return follow(context, runs, &run, step);
    }
    let lines = runs.logs(run.id, step).map_err(|error| Failure::store(&error))?;
    if matches.get_flag("files") {
        return files(runs, &run, step, &lines);
    }
    let paint = context.io.out_paint();
    let mut text = String::new();
    for line in &lines {
        text.push_str(&shown(line, paint));
    }
    if lines.is_empty() {
        text = "no step said anything\n".into();
    }
    let lines: Vec<_> = lines.iter().map(json).collect();
    Ok(Output::Data { data: json!({ "run": run.id, "lines": lines }), text })
}

/// Prints lines as they come, until the run is over: a line of JSON each for programs.
fn follow(context: &mut Context<'_>, runs: &Runs, run: &Run, step: Option<&str>) -> Result<Output, Failure> {
    let as_json = context.json || !context.io.stdout_is_terminal;
    let paint = context.io.out_paint();
    let mut reader = runs.follow_logs(run.id, step, 0).map_err(|error| Failure::store(&error))?;
    loop {
        // Before the journal is read: what is written until the run is over is read below.
        let over = runs.store().run(run.id).map_err(|error| Failure::store(&error))?.status.is_over();
        loop {
            let before = reader.next_seq();
            for line in reader.read().map_err(|error| Failure::store(&error))? {
                let text = if as_json { format!("{}\n", json(&line)) } else { shown(&line, paint) };
                context.io.print(&text).map_err(|error| Failure::stdout(&error))?;
            }
            if reader.next_seq() == before {
                break;
            }
        }
        if over {
            return Ok(Output::Raw(String::new()));
        }
        std::thread::sleep(LOOK);
    }
}

fn shown(line: &LogLine, paint: Paint) -> String {
    format!("{} {} {}\n", paint.dim(&line.time()), paint.bold(&line.step), said(&line.text))
}

fn json(line: &LogLine) -> Value {
    json!({ "seq": line.seq, "time": line.time(), "step": line.step, "text": line.text })
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
