//! Stopping a run, also one of another process.

use std::fs;
use std::io;

use rusqlite::params;

use super::create::StatusFile;
use super::{RunHandle, RunId, RunStatus};
use crate::Store;
use crate::error::{At, Result, StoreError};
use crate::layout::RunFolder;

/// What came of the wish to stop a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// Nobody worked on it: it is cancelled.
    Now,
    /// A process works on it, and was asked to stop.
    Asked,
}

impl Store {
    /// Cancels a run: at once if nobody works on it, else by asking who does. See [`RunHandle::is_cancel_asked`].
    ///
    /// # Errors
    /// If there is no such run, or it is over.
    pub fn cancel(&self, id: RunId) -> Result<Cancelled> {
        let folder = self.0.layout.run(id);
        let held = match self.claim(id) {
            Err(StoreError::RunHeld { .. }) => {
                let path = folder.cancel();
                fs::write(&path, b"").at("write", &path)?;
                return Ok(Cancelled::Asked);
            }
            claimed => claimed?,
        };
        let (row, run) = self.row(id)?;
        if !matches!(run.status, RunStatus::Created | RunStatus::Running) {
            return Err(StoreError::RunEnded { id, ended: run.status.done() });
        }
        let ended_ms = self.0.options.now_ms();
        let status = RunStatus::Cancelled;
        let file = StatusFile {
            status,
            created_ms: run.created_ms,
            process: None,
            ended_ms: Some(ended_ms),
            error: None,
        };
        self.write_status(&folder, &file)?;
        self.0.database.write(|change| {
            change
                .prepare_cached("UPDATE runs SET status = ?, ended = ? WHERE n = ?")
                .and_then(|mut update| update.execute(params![status, ended_ms, row]))
                .map_err(|error| self.0.database.failed(error))
        })?;
        drop(held);
        Ok(Cancelled::Now)
    }
}

impl RunHandle {
    /// Whether somebody wants the run to stop. Who works on it asks now and then: it costs a look at one file.
    #[must_use]
    pub fn is_cancel_asked(&self) -> bool {
        self.run_folder().cancel().exists()
    }
}

/// A run that goes on is not stopped by a wish of before.
pub(super) fn forget_wish(folder: &RunFolder) -> Result<()> {
    let path = folder.cancel();
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).at("remove", &path),
        _ => Ok(()),
    }
}
