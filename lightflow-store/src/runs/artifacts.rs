//! The files that the steps of a run made.

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{RunHandle, RunId};
use crate::contents::touch;
use crate::error::Result;
use crate::{Digest, Store};

/// A file that a step of a run made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Artifact {
    /// Where it lies in the run's output folder, with `/` between the parts.
    pub name: String,
    /// The path of the step.
    pub step: String,
    /// What is in it.
    pub digest: Digest,
    /// How many bytes it has.
    pub len: u64,
}

impl RunHandle {
    /// Says that the run made these files, whose contents are in the store: while the run is kept, so are they. A file
    /// that a later step writes again is the later step's.
    ///
    /// # Errors
    /// If the store cannot be written, or the run has ended.
    pub fn attach_artifacts(&self, artifacts: &[Artifact]) -> Result<()> {
        self.ensure_open()?;
        let store = self.store();
        let now = store.0.options.now_ms();
        store.0.database.write(|change| {
            let attach = |artifact: &Artifact| -> rusqlite::Result<()> {
                touch(change, artifact.digest, now)?;
                change
                    .prepare_cached(
                        "INSERT OR REPLACE INTO artifacts (run, name, step, digest, len) VALUES (?, ?, ?, ?, ?)",
                    )?
                    .execute(params![
                        self.row(),
                        artifact.name,
                        artifact.step,
                        artifact.digest,
                        artifact.len
                    ])
                    .map(drop)
            };
            artifacts.iter().try_for_each(attach).map_err(|error| store.0.database.failed(error))
        })
    }
}

impl Store {
    /// The files that a run made, by their names.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn artifacts(&self, run: RunId) -> Result<Vec<Artifact>> {
        let (row, _) = self.row(run)?;
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT name, step, digest, len FROM artifacts WHERE run = ? ORDER BY name",
            )?;
            query.query_map([row], |row| artifact(row, 0))?.collect()
        })
    }

    /// The runs that made a file with this content, the newest first.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn runs_with(&self, content: Digest) -> Result<Vec<(RunId, Artifact)>> {
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT runs.id, name, step, digest, len FROM artifacts JOIN runs ON runs.n = artifacts.run
                 WHERE digest = ? ORDER BY runs.id DESC",
            )?;
            query.query_map([content], |row| Ok((row.get(0)?, artifact(row, 1)?)))?.collect()
        })
    }
}

fn artifact(row: &Row<'_>, from: usize) -> rusqlite::Result<Artifact> {
    Ok(Artifact {
        name: row.get(from)?,
        step: row.get(from + 1)?,
        digest: row.get(from + 2)?,
        len: row.get(from + 3)?,
    })
}
