//! What is remembered of each step of a run.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::RunId;
use crate::actions::ActionInfo;
use crate::contents::touch;
use crate::error::Result;
use crate::{Digest, Store};

/// One step of a run, as it was done last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepRecord {
    /// Its path in the run, such as `shots[3]/shot/mask`.
    pub path: String,
    /// The node.
    pub node: String,
    /// The fingerprint of the node's code.
    pub fingerprint: String,
    /// Its ports and the digests of what came in.
    pub inputs: Vec<(String, Digest)>,
    /// The key of the action, if its output may be used again.
    pub key: Option<Digest>,
    /// What came out, if it was stored.
    pub output: Option<Digest>,
    /// Whether the output came from the cache.
    pub cached: bool,
    /// When it began, in ms since 1970.
    pub started_ms: u64,
    /// How long it took, in microseconds.
    pub elapsed_us: u64,
    /// Why it failed.
    pub error: Option<String>,
}

impl StepRecord {
    /// A step of which only the place is known.
    #[must_use]
    pub fn new(path: impl Into<String>, node: impl Into<String>, fingerprint: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            node: node.into(),
            fingerprint: fingerprint.into(),
            inputs: Vec::new(),
            key: None,
            output: None,
            cached: false,
            started_ms: 0,
            elapsed_us: 0,
            error: None,
        }
    }
}

const COLUMNS: &str = "path, node, fingerprint, inputs, key, output, cached, started, elapsed, steps.error";

impl Store {
    /// The steps of a run that were done, in the order in which they began.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn steps(&self, run: RunId) -> Result<Vec<StepRecord>> {
        let (row, _) = self.row(run)?;
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM steps WHERE run = ? ORDER BY started, path"
            ))?;
            query.query_map([row], step)?.collect()
        })
    }

    /// One step of a run, if it was done.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn step(&self, run: RunId, path: &str) -> Result<Option<StepRecord>> {
        let (row, _) = self.row(run)?;
        self.0.database.read(|connection| {
            let mut query = connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM steps WHERE run = ? AND path = ?"))?;
            query.query_row(params![row, path], step).optional()
        })
    }

    /// The newest record of a step in a run of this workflow, before the run `before` if one is given: what to
    /// compare with to say why a step ran again.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn last_step(
        &self,
        workflow: &str,
        path: &str,
        before: Option<RunId>,
    ) -> Result<Option<(RunId, StepRecord)>> {
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(&format!(
                "SELECT {COLUMNS}, runs.id FROM runs CROSS JOIN steps ON steps.run = runs.n AND steps.path = ?2
                 WHERE runs.workflow = ?1 AND (?3 IS NULL OR runs.id < ?3) ORDER BY runs.id DESC LIMIT 1"
            ))?;
            let found = |row: &Row<'_>| Ok((row.get(10)?, step(row)?));
            query.query_row(params![workflow, path, before], found).optional()
        })
    }

    /// Stores outputs, keeps actions and records steps in one transaction.
    pub(super) fn record_steps(
        &self,
        row: i64,
        run: RunId,
        steps: &[(&StepRecord, Option<&[u8]>)],
    ) -> Result<Vec<Option<Digest>>> {
        let mut staged = Vec::with_capacity(steps.len());
        for (_, output) in steps {
            staged.push(output.map(|output| self.stage(output)).transpose()?);
        }
        self.0.database.write(|change| {
            let mut digests = Vec::with_capacity(steps.len());
            for ((step, _), staged) in steps.iter().zip(&staged) {
                let mut output = step.output;
                if let Some(staged) = staged {
                    self.admit(change, staged)?;
                    output = Some(staged.digest);
                }
                self.record_in(change, row, run, step, output, staged.is_some())
                    .map_err(|error| self.0.database.failed(error))?;
                digests.push(output);
            }
            Ok(digests)
        })
    }

    fn record_in(
        &self,
        change: &Transaction<'_>,
        row: i64,
        run: RunId,
        step: &StepRecord,
        output: Option<Digest>,
        is_new: bool,
    ) -> rusqlite::Result<()> {
        match (output, step.key) {
            (Some(output), Some(key)) if is_new => {
                let (node, fingerprint) = (step.node.clone(), step.fingerprint.clone());
                self.keep_in(change, key, &ActionInfo { node, fingerprint, run: Some(run) }, output)?;
            }
            // From now on a run needs it, so it is not pruned by what was known before.
            (Some(output), _) if !is_new => touch(change, output, self.0.options.now_ms())?,
            _ => {}
        }
        let inputs = serde_json::to_string(&step.inputs)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        change
            .prepare_cached(
                "INSERT OR REPLACE INTO steps
                 (run, path, node, fingerprint, inputs, key, output, cached, started, elapsed, error)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                row,
                step.path,
                step.node,
                step.fingerprint,
                inputs,
                step.key,
                output,
                step.cached,
                step.started_ms,
                step.elapsed_us,
                step.error
            ])?;
        Ok(())
    }

    pub(super) fn attach(&self, row: i64, contents: &[Digest]) -> Result<()> {
        let now = self.0.options.now_ms();
        self.0
            .database
            .write(|change| attach(change, row, contents, now).map_err(|error| self.0.database.failed(error)))
    }
}

/// Notes that a run needs these contents.
pub(super) fn attach(
    change: &Transaction<'_>,
    row: i64,
    contents: &[Digest],
    now: u64,
) -> rusqlite::Result<()> {
    for digest in contents {
        touch(change, *digest, now)?;
        change
            .prepare_cached("INSERT OR IGNORE INTO attached (run, digest) VALUES (?, ?)")?
            .execute(params![row, digest])?;
    }
    Ok(())
}

fn step(row: &Row<'_>) -> rusqlite::Result<StepRecord> {
    let inputs: String = row.get(3)?;
    let inputs = serde_json::from_str(&inputs).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(StepRecord {
        path: row.get(0)?,
        node: row.get(1)?,
        fingerprint: row.get(2)?,
        inputs,
        key: row.get(4)?,
        output: row.get(5)?,
        cached: row.get(6)?,
        started_ms: row.get(7)?,
        elapsed_us: row.get(8)?,
        error: row.get(9)?,
    })
}
