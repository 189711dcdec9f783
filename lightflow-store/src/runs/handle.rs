//! The one process that works on a run, and what it may add.

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::params;
use serde_json::Value;

use super::create::StatusFile;
use super::{Ending, RunId, RunStatus, StepRecord};
use crate::error::{Result, StoreError};
use crate::journal::{AsEvent, JournalWriter};
use crate::layout::RunFolder;
use crate::{Digest, Store};

/// A run that this process works on. Dropped before it was ended, the run counts as interrupted.
///
/// All threads may share it.
#[derive(Debug)]
pub struct RunHandle {
    store: Store,
    id: RunId,
    row: i64,
    folder: RunFolder,
    state: Mutex<State>,
    /// Unlocked by the system when it is closed, also if that is because the process was killed.
    _lock: File,
}

#[derive(Debug)]
struct State {
    journal: JournalWriter,
    ended: Option<RunStatus>,
}

impl RunHandle {
    pub(super) fn new(
        store: Store,
        id: RunId,
        row: i64,
        folder: RunFolder,
        journal: JournalWriter,
        lock: File,
    ) -> Self {
        let state = Mutex::new(State { journal, ended: None });
        Self { store, id, row, folder, state, _lock: lock }
    }

    /// The name of the run.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.id
    }

    /// The store that it lies in.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// The folder for what its programs say.
    #[must_use]
    pub fn logs(&self) -> std::path::PathBuf {
        self.folder.logs()
    }

    /// Writes events to the journal and gives the number after the last one.
    ///
    /// An event is a JSON object, as a value or as text. One that has a `seq` must have the next number; to the
    /// others it is added.
    ///
    /// # Errors
    /// If the disk is full or fails. Events that were written whole before that stay: [`Self::next_seq`] says which.
    pub fn append<E: AsEvent>(&self, events: &[E]) -> Result<u64> {
        let mut state = self.state()?;
        state.journal.append(events)?;
        Ok(state.journal.next_seq())
    }

    /// The number of the next event.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.lock().journal.next_seq()
    }

    /// Records a step that was done, or whose output came from the cache.
    ///
    /// # Errors
    /// If the store cannot be written, or the run has ended.
    pub fn record_step(&self, step: &StepRecord) -> Result<()> {
        self.ensure_open()?;
        self.store.record_steps(self.row, self.id, &[(step, None)]).map(drop)
    }

    /// Stores the output of a step, keeps it for its action if the step has a key, and records the step: all or
    /// nothing. Once this returns, the step is done, whatever happens to the process.
    ///
    /// # Errors
    /// If the store cannot be written, its disk is full, or the run has ended.
    pub fn keep_step(&self, step: &StepRecord, output: &[u8]) -> Result<Digest> {
        let digests = self.keep_steps(&[(step, Some(output))])?;
        Ok(digests[0].expect("this step has an output"))
    }

    /// Does the same for several steps in one transaction, which is cheaper where steps are small. A step without
    /// an output is recorded as it is.
    ///
    /// # Errors
    /// As for one; then none of them is recorded.
    pub fn keep_steps(&self, steps: &[(&StepRecord, Option<&[u8]>)]) -> Result<Vec<Option<Digest>>> {
        self.ensure_open()?;
        self.store.record_steps(self.row, self.id, steps)
    }

    /// Says that the run needs these contents, such as its inputs: while it is kept, so are they.
    ///
    /// # Errors
    /// If the store cannot be written, or the run has ended.
    pub fn attach(&self, contents: &[Digest]) -> Result<()> {
        self.ensure_open()?;
        self.store.attach(self.row, contents)
    }

    /// Ends the run, with its outputs if it has some. Nothing can be added afterwards.
    ///
    /// # Errors
    /// If the store cannot be written. Then the run has not ended, and this may be called again.
    pub fn finish(&self, ending: Ending, outputs: Option<&Value>, error: Option<&str>) -> Result<()> {
        let mut state = self.state()?;
        let status = RunStatus::from(ending);
        let (_, run) = self.store.row(self.id)?;
        let ended_ms = self.store.0.options.now_ms();
        let outputs =
            outputs.map(|outputs| self.store.write_json(&self.folder.outputs(), outputs)).transpose()?;
        let file =
            StatusFile { status, created_ms: run.created_ms, process: None, ended_ms: Some(ended_ms), error };
        self.store.write_status(&self.folder, &file)?;
        // The database decides, so it comes last.
        self.store.0.database.write(|change| {
            change
                .prepare_cached("UPDATE runs SET status = ?, ended = ?, error = ?, outputs = ? WHERE n = ?")
                .and_then(|mut update| update.execute(params![status, ended_ms, error, outputs, self.row]))
                .map_err(|error| self.store.0.database.failed(error))
        })?;
        state.ended = Some(status);
        Ok(())
    }

    pub(super) fn row(&self) -> i64 {
        self.row
    }

    pub(super) fn run_folder(&self) -> &RunFolder {
        &self.folder
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses once the run has ended.
    pub(super) fn ensure_open(&self) -> Result<()> {
        self.state().map(drop)
    }

    /// The state of a run that has not ended.
    fn state(&self) -> Result<MutexGuard<'_, State>> {
        let state = self.lock();
        match state.ended {
            Some(status) => Err(StoreError::RunEnded { id: self.id, ended: status.done() }),
            None => Ok(state),
        }
    }
}
