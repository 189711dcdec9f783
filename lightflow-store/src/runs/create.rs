//! How a run begins, goes on, and is removed.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::params;
use serde::Serialize;

use super::cancel::forget_wish;
use super::{RunHandle, RunId, RunRequest, RunStatus, lock};
use crate::error::{At, Result, StoreError};
use crate::files::Whole;
use crate::journal::JournalWriter;
use crate::layout::RunFolder;
use crate::options::Durability;
use crate::{Digest, Store};

impl Store {
    /// Creates a run, which this process holds until the handle is dropped or the process ends.
    ///
    /// Its folder comes into being whole: who lists runs sees all of it or nothing.
    ///
    /// # Errors
    /// If the store cannot be written, or its disk is full; then nothing is left of the run.
    pub fn create(&self, request: RunRequest) -> Result<RunHandle> {
        self.make(request, RunStatus::Running)
    }

    /// Creates a run that waits until [`resume`](Self::resume) starts it, in this process or another.
    ///
    /// # Errors
    /// As for [`create`](Self::create).
    pub fn queue(&self, request: RunRequest) -> Result<RunId> {
        self.make(request, RunStatus::Created).map(|handle| handle.id())
    }

    fn make(&self, mut request: RunRequest, status: RunStatus) -> Result<RunHandle> {
        let id = RunId::new();
        request.created_ms = self.0.options.now_ms();
        let new = RunFolder(self.0.layout.new_temporary());
        let folder = self.0.layout.run(id);
        let created = self.fill(id, &request, status, &new, &folder);
        if created.is_err() {
            // The error that led here is the one to report; pruning takes what cannot be removed.
            let _ = fs::remove_dir_all(&new.0);
            let _ = fs::remove_dir_all(&folder.0);
        }
        created
    }

    fn fill(
        &self,
        id: RunId,
        request: &RunRequest,
        status: RunStatus,
        new: &RunFolder,
        folder: &RunFolder,
    ) -> Result<RunHandle> {
        fs::create_dir(&new.0).at("make", &new.0)?;
        fs::create_dir(new.logs()).at("make", &new.logs())?;
        let lock = lock::lock_new(new)?;
        let digest = self.write_json(&new.request(), request)?;
        let process = (status == RunStatus::Running).then(std::process::id);
        let file = StatusFile { status, process, ..StatusFile::running(request.created_ms) };
        self.write_status(new, &file)?;
        fs::rename(&new.0, &folder.0).at("make", &folder.0)?;
        let journal = JournalWriter::open(&self.0.options, folder.events())?;
        let row = self.0.database.write(|change| {
            change
                .prepare_cached(
                    "INSERT INTO runs
                     (id, workflow, status, created, request, sweep, wanted, request_key)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                )
                .and_then(|mut insert| {
                    insert.execute(params![
                        id,
                        request.workflow,
                        status,
                        request.created_ms,
                        digest,
                        request.sweep,
                        request.wanted,
                        request.request_key
                    ])
                })
                .map_err(|error| self.0.database.failed(error))?;
            let row = change.last_insert_rowid();
            if let Some(plan) = request.plan {
                super::steps::attach(change, row, &[plan], request.created_ms)
                    .map_err(|error| self.0.database.failed(error))?;
            }
            Ok(row)
        })?;
        Ok(RunHandle::new(self.clone(), id, row, folder.clone(), journal, lock))
    }

    /// Starts a run that was [queued](Self::queue), or goes on with one that did not finish.
    ///
    /// # Errors
    /// If there is no such run, another process holds it, or it has finished.
    pub fn resume(&self, id: RunId) -> Result<RunHandle> {
        let lock = self.claim(id)?;
        let (row, run) = self.row(id)?;
        if run.status == RunStatus::Finished {
            return Err(StoreError::RunEnded { id, ended: run.status.done() });
        }
        let folder = self.0.layout.run(id);
        let journal = JournalWriter::open(&self.0.options, folder.events())?;
        forget_wish(&folder)?;
        self.write_status(&folder, &StatusFile::running(run.created_ms))?;
        self.0.database.write(|change| {
            change
                .prepare_cached(
                    "UPDATE runs SET status = ?, ended = NULL, error = NULL, outputs = NULL WHERE n = ?",
                )
                .and_then(|mut update| update.execute(params![RunStatus::Running, row]))
                .map_err(|error| self.0.database.failed(error))
        })?;
        Ok(RunHandle::new(self.clone(), id, row, folder, journal, lock))
    }

    /// Removes a run with its folder. What its steps gave stays in the store until it is pruned.
    ///
    /// # Errors
    /// If there is no such run, or a process holds it.
    pub fn delete(&self, id: RunId) -> Result<()> {
        let _held = match self.claim(id) {
            // Somebody removed the folder by hand, so only the row is left.
            Err(StoreError::NoRun { .. }) => None,
            claimed => Some(claimed?),
        };
        let (row, _) = self.row(id)?;
        self.0.database.write(|change| {
            for table in ["steps WHERE run", "attached WHERE run", "artifacts WHERE run", "runs WHERE n"] {
                change
                    .execute(&format!("DELETE FROM {table} = ?"), [row])
                    .map_err(|error| self.0.database.failed(error))?;
            }
            Ok(())
        })?;
        // First out of the way and then away, so that nobody sees half of it.
        let folder = self.0.layout.run(id).0;
        let condemned = self.0.layout.new_temporary();
        match fs::rename(&folder, &condemned) {
            Ok(()) => fs::remove_dir_all(&condemned).at("remove", &condemned),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error).at("remove", &folder),
        }
    }

    /// Writes a file for people and for `jq`, whole or not at all, and gives its digest.
    pub(crate) fn write_json(&self, path: &Path, value: &impl Serialize) -> Result<Digest> {
        self.write_text(path, value, self.0.options.durability != Durability::Process)
    }

    /// Writes `status.json`. It repeats what the database says, so nothing is lost with it and nobody waits for the disk.
    pub(crate) fn write_status(&self, folder: &RunFolder, status: &StatusFile<'_>) -> Result<()> {
        self.write_text(&folder.status(), status, self.0.options.durability == Durability::Full).map(drop)
    }

    fn write_text(&self, path: &Path, value: &impl Serialize, sync: bool) -> Result<Digest> {
        let mut text = serde_json::to_vec_pretty(value).map_err(io::Error::from).at("write", path)?;
        text.push(b'\n');
        let temporary = self.0.layout.new_temporary();
        let whole = Whole { files: &*self.0.options.files, temporary: &temporary, mode: 0o666, sync };
        whole.put(path, &text).at("write", path)?;
        Ok(Digest::of(&text))
    }
}

/// `status.json`: the status in a form that people can read without the database, which decides.
#[derive(Debug, Serialize)]
pub(crate) struct StatusFile<'a> {
    pub status: RunStatus,
    pub created_ms: u64,
    /// The process that works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'a str>,
}

impl StatusFile<'_> {
    pub fn running(created_ms: u64) -> Self {
        let process = Some(std::process::id());
        Self { status: RunStatus::Running, created_ms, process, ended_ms: None, error: None }
    }
}
