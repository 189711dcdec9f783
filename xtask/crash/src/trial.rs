//! One point: a run that is killed, goes on, and is compared at the end.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use lightflow_store::{RunFilter, Store};

use crate::check::{self, Reference};
use crate::child::Folders;
use crate::plan::{Kill, Point};

/// What became of a point.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Processes that were killed before they ended.
    pub killed: usize,
    /// Whether the first of them was killed inside of the store.
    pub inside: bool,
    /// How often the run went on.
    pub resumed: usize,
    /// Steps that were known to be done when a process was killed.
    pub done: usize,
    /// Steps that ran although they were done.
    pub twice: Vec<String>,
    /// All else that is wrong.
    pub wrong: Vec<String>,
}

/// How a process ended.
#[derive(Debug)]
pub struct Ended {
    pub killed: bool,
    /// How many events it spoke of.
    pub events: usize,
    /// What the store did with files, if the process came to its end.
    pub operations: Option<u64>,
}

/// Runs a process until it ends or is killed.
pub fn process(folders: &Folders, kill: Kill) -> Result<Ended, String> {
    let say = |error: std::io::Error| error.to_string();
    let mut command = Command::new(std::env::current_exe().map_err(say)?);
    command.arg("child").arg(&folders.0).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Kill::Inside(inside) = kill {
        command.arg(inside.to_string());
    }
    let mut child = command.spawn().map_err(say)?;
    if let Kill::Time(time) = kill {
        thread::sleep(time);
        child.kill().map_err(say)?;
    }
    let out = child.stdout.take().ok_or("its output is a pipe")?;
    let (events, operations) = listen(&mut child, out, kill).map_err(say)?;
    let mut error = String::new();
    if let Some(mut pipe) = child.stderr.take() {
        let _ = pipe.read_to_string(&mut error);
    }
    let status = child.wait().map_err(say)?;
    match (status.signal(), status.success()) {
        (Some(9), _) => Ok(Ended { killed: true, events, operations: None }),
        (_, true) => Ok(Ended { killed: false, events, operations }),
        _ => Err(format!("a process failed: {status}: {}", error.trim())),
    }
}

fn listen(child: &mut Child, out: ChildStdout, kill: Kill) -> std::io::Result<(usize, Option<u64>)> {
    let (mut events, mut operations) = (0, None);
    for line in BufReader::new(out).lines() {
        let line = line?;
        operations = line.strip_prefix("operations ").and_then(|count| count.parse().ok());
        events += usize::from(line == "event");
        if let Kill::Event { count, then } = kill
            && count == events
        {
            thread::sleep(then);
            child.kill()?;
        }
    }
    Ok((events, operations))
}

/// Kills, goes on, and compares.
pub fn run(scratch: &Path, point: Point, reference: &Reference) -> Outcome {
    let folders = Folders(scratch.join(format!("point-{}", point.number)));
    let mut outcome = Outcome::default();
    let _ = fs::remove_dir_all(&folders.0);
    let gone = fs::create_dir_all(&folders.0).map_err(|error| error.to_string());
    if let Err(error) = gone.and_then(|()| attempt(&folders, point, reference, &mut outcome)) {
        outcome.wrong.push(error);
    }
    if outcome.wrong.is_empty() && outcome.twice.is_empty() {
        // What went wrong stays for people to look at.
        let _ = fs::remove_dir_all(&folders.0);
    }
    outcome
}

fn attempt(
    folders: &Folders,
    point: Point,
    reference: &Reference,
    outcome: &mut Outcome,
) -> Result<(), String> {
    let mut done: HashSet<String> = HashSet::new();
    let mut begun = false;
    for kill in [point.first, point.second, Kill::Never] {
        let before = check::starts(folders)?.len();
        outcome.resumed += usize::from(begun);
        let ended = process(folders, kill)?;
        let starts = check::starts(folders)?;
        let again = starts[before..].iter().filter(|step| done.contains(*step));
        outcome.twice.extend(again.cloned());
        if !ended.killed {
            break;
        }
        outcome.killed += 1;
        outcome.inside |= outcome.killed == 1 && matches!(kill, Kill::Inside(_));
        let store = Store::open(folders.store()).map_err(|error| error.to_string())?;
        let runs = store.list(&RunFilter::default()).map_err(|error| error.to_string())?;
        let Some(run) = runs.first() else { continue };
        if run.status == lightflow_store::RunStatus::Finished {
            break;
        }
        begun = true;
        done = check::done(&store, run.id)?;
        outcome.done += done.len();
        outcome.wrong.extend(check::killed(folders, &store, run.id, &done)?);
        if point.files_go {
            let _ = fs::remove_dir_all(folders.output());
        }
    }
    outcome.wrong.extend(check::ended(folders, reference, outcome.resumed)?);
    Ok(())
}
