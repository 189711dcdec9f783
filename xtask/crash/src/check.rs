//! What must hold of a run that was killed, and of one that went on to its end.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use lightflow_store::{RunFilter, RunId, RunStatus, Store};
use serde_json::Value;

use crate::child::Folders;

/// What an undisturbed run gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub outputs: Value,
    /// The digest of each file in its output folder.
    pub files: BTreeMap<String, String>,
    /// The nodes that it started, each once but for tries.
    pub steps: HashSet<String>,
}

impl Reference {
    pub fn of(folders: &Folders) -> Result<Self, String> {
        let (store, run) = only_run(folders)?;
        let outputs = store.outputs(run).map_err(|error| error.to_string())?.unwrap_or_default();
        let mut files = BTreeMap::new();
        digests(&folders.output(), "", &mut files)?;
        Ok(Self { outputs, files, steps: starts(folders)?.into_iter().collect() })
    }
}

fn only_run(folders: &Folders) -> Result<(Store, RunId), String> {
    let store = Store::open(folders.store()).map_err(|error| error.to_string())?;
    let runs = store.list(&RunFilter::default()).map_err(|error| error.to_string())?;
    match runs.as_slice() {
        [run] if run.status == RunStatus::Finished => Ok((store, run.id)),
        runs => Err(format!("one finished run is expected, but there are {runs:?}")),
    }
}

fn digests(folder: &Path, name: &str, files: &mut BTreeMap<String, String>) -> Result<(), String> {
    let say = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(say)? {
        let entry = entry.map_err(say)?;
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            digests(&entry.path(), &name, files)?;
        } else {
            files.insert(name, blake3::hash(&fs::read(entry.path()).map_err(say)?).to_string());
        }
    }
    Ok(())
}

/// The steps that were started, in order; a step that is tried again comes again.
pub fn starts(folders: &Folders) -> Result<Vec<String>, String> {
    let text = match fs::read_to_string(folders.starts()) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error.to_string()),
    };
    Ok(text.lines().filter_map(|line| Some(line.split_once(' ')?.1.to_owned())).collect())
}

/// The steps that the store knows to be done.
pub fn done(store: &Store, run: RunId) -> Result<HashSet<String>, String> {
    let steps = store.steps(run).map_err(|error| error.to_string())?;
    Ok(steps.into_iter().filter(|step| step.output.is_some()).map(|step| step.path).collect())
}

/// What is wrong with a run whose process has just been killed.
pub fn killed(
    folders: &Folders,
    store: &Store,
    run: RunId,
    done: &HashSet<String>,
) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    let status = store.run(run).map_err(|error| error.to_string())?.status;
    if status != RunStatus::Interrupted {
        wrong.push(format!("a killed run counts as {status}"));
    }
    // The last line may be torn: who goes on cuts it. The others are what they will be for ever.
    let text = fs::read(store.folder(run).join("events.jsonl")).map_err(|error| error.to_string())?;
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let started: HashSet<String> = starts(folders)?.into_iter().collect();
    for event in journal(&text[..whole], &mut wrong) {
        let step = event["step"].as_str().unwrap_or_default();
        if event["event"] == "step_finished" && started.contains(step) && !done.contains(step) {
            wrong.push(format!("the journal says that {step} is finished, but the store does not know it"));
        }
    }
    Ok(wrong)
}

/// What is wrong with a run that went on to its end.
pub fn ended(folders: &Folders, reference: &Reference, resumed: usize) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    let found = Reference::of(folders)?;
    if found.outputs != reference.outputs {
        wrong.push(format!("other outputs: {}", found.outputs));
    }
    if found.files != reference.files {
        let other: Vec<&String> = found
            .files
            .iter()
            .filter(|(name, digest)| reference.files.get(*name) != Some(digest))
            .map(|(name, _)| name)
            .collect();
        let missing: Vec<&String> =
            reference.files.keys().filter(|name| !found.files.contains_key(*name)).collect();
        wrong.push(format!("other files: {other:?}, missing: {missing:?}"));
    }
    if found.steps != reference.steps {
        wrong.push("other steps were started".into());
    }
    let (store, run) = only_run(folders)?;
    let text = fs::read(store.folder(run).join("events.jsonl")).map_err(|error| error.to_string())?;
    if text.last() != Some(&b'\n') {
        wrong.push("the journal ends within a line".into());
    }
    let events = journal(&text, &mut wrong);
    let times = events.iter().filter(|event| event["event"] == "run_resumed").count();
    // A process may be killed before it said so.
    if times > resumed {
        wrong.push(format!("the journal speaks of {times} resumes, but there were {resumed}"));
    }
    let report = store.verify().map_err(|error| error.to_string())?;
    wrong.extend(report.findings.iter().map(|finding| format!("verify: {finding:?}")));
    Ok(wrong)
}

/// The events of a journal; notes lines that are no JSON, and gaps in the numbers.
fn journal(text: &[u8], wrong: &mut Vec<String>) -> Vec<Value> {
    let mut events = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match serde_json::from_slice::<Value>(line) {
            Ok(event) => {
                if event["seq"] != events.len() {
                    wrong.push(format!("event {} has the number {}", events.len(), event["seq"]));
                }
                events.push(event);
            }
            Err(error) => wrong.push(format!("event {} is no JSON: {error}", events.len())),
        }
    }
    events
}
