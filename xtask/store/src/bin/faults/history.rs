//! One random history of a store on a failing disk.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lightflow_store::{
    ActionInfo, Digest, Durability, Ending, FaultyFiles, GcPolicy, Result, RunHandle, RunId, RunRequest,
    StepRecord, Store, StoreError,
};
use serde_json::json;

use crate::model::{self, Model, Run};
use crate::report::Report;

/// What lies in the database, in these histories; so that files are many.
const INLINE: usize = 600;

/// A store, the disk below it, and what it should know.
struct Trial<'a> {
    store: Store,
    files: Arc<FaultyFiles>,
    random: fastrand::Rng,
    model: Model,
    report: &'a mut Report,
    root: &'a Path,
    run: Option<RunHandle>,
    /// Makes contents and events different from all before.
    count: u64,
}

/// Plays one history. An error says what must never happen.
pub fn play(seed: u64, report: &mut Report) -> std::result::Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut random = fastrand::Rng::with_seed(seed);
    let files = Arc::new(FaultyFiles::new(seed, 0, has_digest));
    // In some histories the database has little room too.
    let mut options = Store::options().files(files.clone()).inline_limit(INLINE).clock(clock());
    options = options.durability(random.choice([Durability::Process, Durability::Full]).unwrap_or_default());
    if random.u8(..4) == 0 {
        options = options.max_pages(random.u32(9..13));
    }
    let store = options.clone().open(folder.path()).map_err(|error| error.to_string())?;
    let rate = random.u32(4..30);
    files.set_rate(rate);
    let model = Model::default();
    let mut trial = Trial { store, files, random, model, report, root: folder.path(), run: None, count: 0 };
    for _ in 0..60 {
        trial.change()?;
        trial.look()?;
    }
    // Afterwards another process opens the store, on a disk that is well.
    trial.run = None;
    trial.files.set_rate(0);
    trial.store = options.open(folder.path()).map_err(|error| error.to_string())?;
    trial.look_at_everything()?;
    trial.store.verify().map_err(|error| format!("the store cannot be verified: {error}"))?;
    trial.look_at_everything()?;
    let injected = trial.files.injected();
    trial.report.count(&injected);
    Ok(())
}

/// A time that passes by a millisecond whenever it is asked for, so that a seed gives the same history again.
fn clock() -> impl Fn() -> SystemTime {
    // After all files of this machine, so that none of them is too new to be removed.
    let began = UNIX_EPOCH + Duration::from_secs(4_102_444_800);
    let passed = AtomicU64::new(0);
    move || began + Duration::from_millis(passed.fetch_add(1, Ordering::Relaxed))
}

/// Files whose digest the store knows: only there can it find out what nobody was told about.
fn has_digest(path: &Path) -> bool {
    let text = path.to_string_lossy();
    !text.ends_with("events.jsonl") && !text.ends_with("status.json")
}

fn key(key: u8) -> Digest {
    Digest::of(&[b'k', key])
}

fn info() -> ActionInfo {
    ActionInfo { node: "fit".to_owned(), fingerprint: "1".to_owned(), run: None }
}

impl Trial<'_> {
    /// One random change. If it is acknowledged, the model learns of it.
    fn change(&mut self) -> std::result::Result<(), String> {
        match self.random.u8(..20) {
            0..=3 => {
                let bytes = self.content();
                let result = self.store.put(&bytes);
                if let Some(digest) = self.acknowledged(result) {
                    self.model.contents.insert(digest);
                }
            }
            4..=7 => {
                let (bytes, name) = (self.content(), self.random.u8(..8));
                let result = self.store.keep(key(name), &info(), &bytes);
                if let Some(digest) = self.acknowledged(result) {
                    self.model.contents.insert(digest);
                    self.model.actions.insert(name, digest);
                }
            }
            8..=11 => self.step(),
            12..=15 => self.append()?,
            16 => self.finish(),
            17 => self.go_on()?,
            18 => {
                let result = self.store.verify().map(drop);
                self.acknowledged(result);
            }
            _ => {
                // Without a run at work nothing is too new to be removed.
                self.run = None;
                let policy = GcPolicy { grace: Duration::ZERO, ..GcPolicy::default() };
                let result = self.store.gc(&policy).map(drop);
                self.acknowledged(result);
                self.model.prune();
            }
        }
        Ok(())
    }

    fn content(&mut self) -> Vec<u8> {
        self.count += 1;
        // Now and then one that was there before.
        let which = if self.random.bool() { self.count } else { self.random.u64(..=self.count) };
        let len = [8, INLINE, INLINE + 1, 3000][usize::try_from(which % 4).unwrap_or_default()];
        let mut bytes = which.to_le_bytes().to_vec();
        bytes.resize(len, 0xA5);
        self.model.bytes.insert(Digest::of(&bytes), bytes.clone());
        bytes
    }

    /// The run at work; a new one, or an old one again, if there is none.
    fn run(&mut self) -> Option<RunId> {
        if self.run.is_none() {
            let result = self.store.create(RunRequest::new("w", json!({ "at": self.count })));
            self.run = self.acknowledged(result);
            let id = self.run.as_ref()?.id();
            self.model.runs.insert(id, Run::default());
        }
        self.run.as_ref().map(RunHandle::id)
    }

    fn step(&mut self) {
        let Some(id) = self.run() else { return };
        let (bytes, name) = (self.content(), self.random.u8(..8));
        let path = format!("step[{name}]");
        let step = StepRecord { key: Some(key(name)), ..StepRecord::new(&path, "fit", "1") };
        let result = self.run.as_ref().map(|run| run.keep_step(&step, &bytes));
        if let Some(digest) = result.and_then(|result| self.acknowledged(result)) {
            self.model.contents.insert(digest);
            self.model.actions.insert(name, digest);
            self.model.runs.entry(id).or_default().steps.insert(path, digest);
        }
    }

    fn append(&mut self) -> std::result::Result<(), String> {
        let Some(id) = self.run() else { return Ok(()) };
        let Some(run) = &self.run else { return Ok(()) };
        let made: Vec<u64> = (1..=self.random.u64(1..5)).map(|at| self.count + at).collect();
        self.count += 5;
        let events: Vec<_> = made.iter().map(|at| json!({ "at": at })).collect();
        let before = run.next_seq();
        let result = run.append(&events).map(drop);
        // After an error, the number says how many are in.
        let taken = usize::try_from(run.next_seq() - before).map_err(|error| error.to_string())?;
        if result.is_ok() && taken != made.len() {
            return Err("an append was acknowledged and not done".to_owned());
        }
        let known = &mut self.model.runs.entry(id).or_default().events;
        known.extend(&made[..taken]);
        self.acknowledged(result);
        Ok(())
    }

    fn finish(&mut self) {
        let Some(id) = self.run() else { return };
        let outputs = json!({ "at": self.count });
        let result = self.run.as_ref().map(|run| run.finish(Ending::Finished, Some(&outputs), None));
        if result.and_then(|result| self.acknowledged(result)).is_some() {
            self.model.runs.entry(id).or_default().outputs = Some(self.count);
            self.run = None;
        }
    }

    fn go_on(&mut self) -> std::result::Result<(), String> {
        self.run = None;
        let unfinished: Vec<RunId> =
            self.model.runs.iter().filter(|(_, run)| run.outputs.is_none()).map(|(id, _)| *id).collect();
        let Some(id) = self.random.choice(unfinished) else { return Ok(()) };
        let result = self.store.resume(id);
        self.run = self.acknowledged(result);
        let known = self.model.runs[&id].events.len() as u64;
        match &self.run {
            Some(run) if run.next_seq() != known => {
                Err(format!("{known} events were acknowledged, and the next is {}", run.next_seq()))
            }
            _ => Ok(()),
        }
    }

    /// One random look.
    fn look(&mut self) -> std::result::Result<(), String> {
        match self.random.u8(..4) {
            0 => {
                let name = self.random.u8(..8);
                self.look_at_action(name)
            }
            1 => match self.random.choice(self.model.bytes.keys().copied().collect::<Vec<_>>()) {
                Some(digest) => self.look_at_content(digest),
                None => Ok(()),
            },
            _ => match self.random.choice(self.model.runs.keys().copied().collect::<Vec<_>>()) {
                Some(id) => self.look_at_run(id),
                None => Ok(()),
            },
        }
    }

    fn look_at_everything(&mut self) -> std::result::Result<(), String> {
        for name in 0..8 {
            self.look_at_action(name)?;
        }
        for digest in self.model.bytes.keys().copied().collect::<Vec<_>>() {
            self.look_at_content(digest)?;
        }
        for id in self.model.runs.keys().copied().collect::<Vec<_>>() {
            self.look_at_run(id)?;
        }
        Ok(())
    }

    fn look_at_action(&mut self, name: u8) -> std::result::Result<(), String> {
        let result = self.store.lookup(key(name));
        let Some(found) = self.read(result) else { return Ok(()) };
        let expected = self.model.actions.get(&name).copied();
        match (found, expected) {
            (None, None) => Ok(()),
            (None, Some(digest)) => self.may_be_absent(digest, "an action"),
            (Some(found), expected) if expected == Some(found.digest) => {
                let is_right = self.model.bytes[&found.digest] == found.bytes;
                if is_right { Ok(()) } else { Err("an action gave a wrong output".to_owned()) }
            }
            (Some(_), _) => Err("an action gave an output that was refused".to_owned()),
        }
    }

    fn look_at_content(&mut self, digest: Digest) -> std::result::Result<(), String> {
        let found = if self.random.bool() {
            let result = self.store.get(digest).map(|found| found.map(Vec::from));
            self.read(result)
        } else {
            let result = self.store.open_reader(digest);
            let Some(found) = self.read(result) else { return Ok(()) };
            let mut bytes = Vec::new();
            match found.map(|mut reader| reader.read_to_end(&mut bytes)) {
                None => Some(None),
                Some(Ok(_)) => Some(Some(bytes)),
                Some(Err(_)) => {
                    self.report.reported += 1;
                    None
                }
            }
        };
        match found {
            None => Ok(()),
            Some(Some(bytes)) if bytes == self.model.bytes[&digest] => Ok(()),
            Some(Some(_)) => Err("a content was wrong".to_owned()),
            Some(None) if !self.model.contents.contains(&digest) => Ok(()),
            Some(None) => self.may_be_absent(digest, "a content"),
        }
    }

    fn look_at_run(&mut self, id: RunId) -> std::result::Result<(), String> {
        let result = self.store.steps(id);
        if let Some(steps) = self.read(result) {
            let found = steps.into_iter().map(|step| (step.path, step.output));
            let known = self.model.runs[&id].steps.iter().map(|(path, digest)| (path.clone(), Some(*digest)));
            if !found.eq(known) {
                return Err("the steps of a run are not those that were acknowledged".to_owned());
            }
        }
        let result = self.store.journal(id, 0).and_then(|mut journal| journal.read(usize::MAX));
        if let Some(events) = self.read(result) {
            let found = events.into_iter().map(|event| event.json);
            let known = self.model.runs[&id].events.iter().enumerate();
            if !found.eq(known.map(|(seq, at)| format!("{{\"seq\":{seq},\"at\":{at}}}"))) {
                return Err("the journal of a run is not what was acknowledged".to_owned());
            }
        }
        let result = self.store.outputs(id);
        if let Some(outputs) = self.read(result)
            && outputs != self.model.runs[&id].outputs.map(|at| json!({ "at": at }))
        {
            return Err("the outputs of a run are not those that were acknowledged".to_owned());
        }
        Ok(())
    }

    fn may_be_absent(&mut self, digest: Digest, what: &str) -> std::result::Result<(), String> {
        if !model::is_damaged(&self.files, self.root, digest) {
            return Err(format!("{what} was acknowledged, never damaged, and is lost"));
        }
        self.report.absent += 1;
        Ok(())
    }

    fn acknowledged<T>(&mut self, result: Result<T>) -> Option<T> {
        if let Err(error) = &result {
            self.report.refused += 1;
            if matches!(error, StoreError::Full { path, .. } if path.ends_with("store.db")) {
                self.report.database_full += 1;
            }
        }
        result.ok()
    }

    fn read<T>(&mut self, result: Result<T>) -> Option<T> {
        self.report.reads += 1;
        if result.is_err() {
            self.report.reported += 1;
        }
        result.ok()
    }
}
