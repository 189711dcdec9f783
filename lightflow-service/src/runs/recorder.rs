//! The engine's questions and answers, from and to the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use lightflow_store::{Artifact, Digest as StoreDigest, RunHandle, RunId, StepRecord, StoreError};

use super::kept;
use super::logs::is_inside;
use super::why::{Reason, Why};
use lightflow_runtime::Digest;
use lightflow_runtime::record::{Kept, Recorder, StepKey};

/// What a run may use of earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Reuse {
    /// Nothing: every step runs. What the run itself has done before it was killed is used all the same.
    pub nothing: bool,
    /// Steps that run in any case, by their paths; with a group, those inside it.
    pub fresh: Vec<String>,
    /// Find out why steps run.
    pub explain: bool,
}

impl Reuse {
    /// Whether what other runs gave may stand for this step.
    pub(super) fn allows(&self, path: &str) -> bool {
        let is_fresh = |asked: &String| is_inside(path, asked);
        !self.nothing && !self.fresh.iter().any(is_fresh)
    }
}

/// So many known steps are recorded in one transaction.
const KNOWN_AT_ONCE: usize = 64;

/// Keeps the steps of one run.
#[derive(Debug)]
pub struct StoreRecorder {
    handle: Arc<RunHandle>,
    id: String,
    workflow: &'static str,
    reuse: Reuse,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Steps that are running: since when.
    running: HashMap<Arc<str>, (u64, Instant)>,
    /// Steps that were known, and are not recorded yet: see [`StoreRecorder::record_known`].
    known: Vec<StepRecord>,
    reasons: Vec<Why>,
    trouble: Option<String>,
}

impl StoreRecorder {
    pub fn new(handle: Arc<RunHandle>, workflow: &'static str, reuse: Reuse) -> Self {
        let id = handle.id().to_string();
        Self { handle, id, workflow, reuse, state: Mutex::default() }
    }

    pub fn id(&self) -> RunId {
        self.handle.id()
    }

    pub fn handle(&self) -> &RunHandle {
        &self.handle
    }

    pub fn reasons(&self) -> Vec<Why> {
        self.state().reasons.clone()
    }

    pub fn trouble(&self) -> Option<String> {
        self.state().trouble.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the first thing that went wrong.
    fn or_trouble<T>(&self, result: Result<T, StoreError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.state().trouble.get_or_insert_with(|| format!("{error}; {}", error.hint()));
                None
            }
        }
    }

    /// Whether this very run did the step before it was killed.
    fn did(&self, key: &StepKey) -> bool {
        let step = self.or_trouble(self.handle.store().step(self.handle.id(), &key.path)).flatten();
        step.is_some_and(|step| step.key == Some(to_store(key.digest)) && step.output.is_some())
    }

    fn lookup(&self, key: &StepKey) -> Result<Option<Kept>, StoreError> {
        let store = self.handle.store();
        let Some(output) = store.lookup(to_store(key.digest))? else { return Ok(None) };
        let Some((kept, files)) = kept::unpack(store, output.bytes)? else { return Ok(None) };
        self.attach(key, &kept, &files)?;
        let mut record = record(key);
        record.cached = true;
        record.output = Some(output.digest);
        record.started_ms = now_ms();
        let mut state = self.state();
        state.known.push(record);
        let many = state.known.len() >= KNOWN_AT_ONCE;
        drop(state);
        if many {
            self.record_known()?;
        }
        Ok(Some(kept))
    }

    /// Records the known steps that wait for it.
    ///
    /// A transaction for each of them would be most of the time of a run in which all is known. If the process is
    /// killed before, nothing is lost: who goes on finds them by their keys again.
    pub fn record_known(&self) -> Result<(), StoreError> {
        let known = std::mem::take(&mut self.state().known);
        if known.is_empty() {
            return Ok(());
        }
        let steps: Vec<_> = known.iter().map(|record| (record, None)).collect();
        self.handle.keep_steps(&steps).map(drop)
    }

    /// Notes that the run has these files.
    fn attach(&self, key: &StepKey, kept: &Kept, digests: &[StoreDigest]) -> Result<(), StoreError> {
        if digests.is_empty() {
            return Ok(());
        }
        let files = kept.artifacts.iter().zip(digests).map(|(file, digest)| Artifact {
            name: file.name.to_string_lossy().into_owned(),
            step: key.path.to_string(),
            digest: *digest,
            len: file.content.len() as u64,
        });
        self.handle.attach_artifacts(&files.collect::<Vec<_>>())
    }

    fn explain(&self, key: &StepKey, asked: bool) {
        let last = self.or_trouble(self.handle.store().last_step(self.workflow, &key.path, Some(self.id())));
        let last = last.flatten();
        let reason = match &last {
            Some(_) if asked => Reason::Asked,
            last => Reason::of(key, &fingerprint(key), last.as_ref().map(|(_, step)| step)),
        };
        let compared_with = last.map(|(run, _)| run);
        let why = Why { step: key.path.to_string(), calls: key.node.id, reason, compared_with };
        self.state().reasons.push(why);
    }
}

impl Recorder for StoreRecorder {
    fn run_id(&self) -> &str {
        &self.id
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        let may = self.reuse.allows(&key.path);
        let found = if may || self.did(key) { self.or_trouble(self.lookup(key)).flatten() } else { None };
        if found.is_none() {
            if self.reuse.explain {
                self.explain(key, !may);
            }
            // The step may take long; what came before it is not kept waiting.
            self.or_trouble(self.record_known());
            self.state().running.insert(key.path.clone(), (now_ms(), Instant::now()));
        }
        found
    }

    fn keep(&self, key: &StepKey, kept: Kept) {
        let mut record = record(key);
        if let Some((started_ms, began)) = self.state().running.remove(&key.path) {
            record.started_ms = started_ms;
            record.elapsed_us = began.elapsed().as_micros() as u64;
        }
        let stored = kept::pack(self.handle.store(), &kept).and_then(|(bytes, files)| {
            self.attach(key, &kept, &files)?;
            let known = std::mem::take(&mut self.state().known);
            let mut steps: Vec<_> = known.iter().map(|record| (record, None)).collect();
            steps.push((&record, Some(&*bytes)));
            self.handle.keep_steps(&steps)
        });
        self.or_trouble(stored);
    }
}

fn record(key: &StepKey) -> StepRecord {
    let mut record = StepRecord::new(&*key.path, key.node.id, fingerprint(key));
    record.inputs = key.inputs.iter().map(|input| (input.port.to_owned(), to_store(input.digest))).collect();
    record.key = Some(to_store(key.digest));
    record
}

fn fingerprint(key: &StepKey) -> String {
    format!("{:032x}", key.node.fingerprint)
}

pub(super) fn to_store(digest: Digest) -> StoreDigest {
    StoreDigest(*digest.as_bytes())
}

fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64
}
