//! What people said of artifacts.

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{Artifact, RunId, RunRequest};
use crate::contents::touch;
use crate::error::Result;
use crate::{Digest, Store};

/// What somebody says of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVerdict {
    /// The run that made it.
    pub run: RunId,
    /// The artifact.
    pub artifact: Artifact,
    /// Whether it was picked; if not, it was turned down.
    pub picked: bool,
    /// What else there is to say.
    pub note: Option<String>,
}

/// What somebody said of an artifact, with all that made it. It outlives its run, and keeps the artifact's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verdict {
    /// Its number in this store.
    pub id: i64,
    /// The run that made the artifact.
    pub run: RunId,
    /// The artifact.
    pub artifact: Artifact,
    /// Whether it was picked; if not, it was turned down.
    pub picked: bool,
    /// What else there is to say.
    pub note: Option<String>,
    /// What the run was asked to do.
    pub request: RunRequest,
    /// When it was given, in ms since 1970.
    pub given_ms: u64,
}

/// Which verdicts to list, newest first. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct VerdictFilter {
    /// Only those of this run.
    pub run: Option<RunId>,
    /// Only those of runs of this workflow.
    pub workflow: Option<String>,
    /// Only those of this content.
    pub content: Option<Digest>,
}

const COLUMNS: &str = "n, run, artifact, step, digest, picked, note, request, given,
    coalesce((SELECT len FROM contents WHERE contents.digest = verdicts.digest), 0)";

impl Store {
    /// Writes down what somebody says of an artifact. What the same person said of it before stays, for the record.
    ///
    /// # Errors
    /// If there is no such run, or the store cannot be written.
    pub fn judge(&self, verdict: &NewVerdict) -> Result<Verdict> {
        let request = self.request(verdict.run)?;
        let given_ms = self.0.options.now_ms();
        let id = self.0.database.write(|change| {
            let text = serde_json::to_string(&request)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()));
            let insert = |text: String| -> rusqlite::Result<()> {
                touch(change, verdict.artifact.digest, given_ms)?;
                change
                    .prepare_cached(
                        "INSERT INTO verdicts
                         (run, workflow, artifact, step, digest, picked, note, request, given)
                         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    )?
                    .execute(params![
                        verdict.run,
                        request.workflow,
                        verdict.artifact.name,
                        verdict.artifact.step,
                        verdict.artifact.digest,
                        verdict.picked,
                        verdict.note,
                        text,
                        given_ms
                    ])
                    .map(drop)
            };
            text.and_then(insert).map_err(|error| self.0.database.failed(error))?;
            Ok(change.last_insert_rowid())
        })?;
        let NewVerdict { run, artifact, picked, note } = verdict.clone();
        Ok(Verdict { id, run, artifact, picked, note, request, given_ms })
    }

    /// What was said of artifacts, newest first.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn verdicts(&self, filter: &VerdictFilter) -> Result<Vec<Verdict>> {
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM verdicts WHERE (?1 IS NULL OR run = ?1)
                 AND (?2 IS NULL OR workflow = ?2) AND (?3 IS NULL OR digest = ?3) ORDER BY n DESC"
            ))?;
            query.query_map(params![filter.run, filter.workflow, filter.content], verdict)?.collect()
        })
    }
}

fn verdict(row: &Row<'_>) -> rusqlite::Result<Verdict> {
    let request: String = row.get(7)?;
    let request = serde_json::from_str(&request).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(7, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(Verdict {
        id: row.get(0)?,
        run: row.get(1)?,
        artifact: Artifact { name: row.get(2)?, step: row.get(3)?, digest: row.get(4)?, len: row.get(9)? },
        picked: row.get(5)?,
        note: row.get(6)?,
        request,
        given_ms: row.get(8)?,
    })
}
