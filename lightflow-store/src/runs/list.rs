//! Finding runs, and reading what is known of them.

use std::io::Read;

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{RunId, RunRequest, RunStatus};
use crate::error::{At, Result, StoreError};
use crate::files::FileReader;
use crate::journal::JournalReader;
use crate::{Digest, Store};

/// What the list of runs says of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// Its name.
    pub id: RunId,
    /// The workflow.
    pub workflow: String,
    /// How far it is, at the moment of asking.
    pub status: RunStatus,
    /// When it was created, in ms since 1970.
    pub created_ms: u64,
    /// When it ended, in ms since 1970.
    pub ended_ms: Option<u64>,
    /// Why it failed.
    pub error: Option<String>,
    /// The sweep that it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sweep: Option<String>,
}

/// Which runs to list, newest first. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Only those of this workflow.
    pub workflow: Option<String>,
    /// Only those of this status.
    pub status: Option<RunStatus>,
    /// Only those that a server is to bring to their end, or only the others.
    pub wanted: Option<bool>,
    /// Only those of this sweep.
    pub sweep: Option<String>,
    /// Only those created at or after this, in ms since 1970.
    pub since_ms: Option<u64>,
    /// Only those created before this, in ms since 1970.
    pub before_ms: Option<u64>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Only those older than this run: the last one of the page before.
    pub after: Option<RunId>,
}

const COLUMNS: &str = "n, id, workflow, status, created, ended, error, sweep";

impl Store {
    /// Lists runs, newest first.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn list(&self, filter: &RunFilter) -> Result<Vec<Run>> {
        let limit = filter.limit.unwrap_or(usize::MAX);
        let mut listed = Vec::new();
        let mut after = filter.after;
        // A page holds candidates: whether a run that never ended is still held shows only its lock.
        while listed.len() < limit {
            let page = self.page(filter, after, (limit - listed.len()).saturating_add(16).min(1000))?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for run in page {
                let run = self.settle(run)?;
                if listed.len() < limit && filter.status.is_none_or(|status| status == run.status) {
                    listed.push(run);
                }
            }
        }
        Ok(listed)
    }

    fn page(&self, filter: &RunFilter, after: Option<RunId>, limit: usize) -> Result<Vec<Run>> {
        let mut query = format!("SELECT {COLUMNS} FROM runs WHERE 1");
        let mut values = Vec::<Sql>::new();
        let mut add = |condition: &str, value: Sql| {
            query.push_str(" AND ");
            query.push_str(condition);
            values.push(value);
        };
        if let Some(workflow) = &filter.workflow {
            add("workflow = ?", workflow.clone().into());
        }
        if let Some(status) = filter.status {
            // Nobody writes down that a run was interrupted: its process is gone.
            let written = if status == RunStatus::Interrupted { RunStatus::Running } else { status };
            add("status = ?", written.name().to_owned().into());
        }
        if let Some(wanted) = filter.wanted {
            add("wanted = ?", i64::from(wanted).into());
        }
        if let Some(sweep) = &filter.sweep {
            add("sweep = ?", sweep.clone().into());
        }
        if let Some(before) = filter.before_ms {
            add("created < ?", i64::try_from(before).unwrap_or(i64::MAX).into());
        }
        if let Some(since) = filter.since_ms {
            add("created >= ?", i64::try_from(since).unwrap_or(i64::MAX).into());
        }
        if let Some(after) = after {
            add("id < ?", after.to_string().into());
        }
        query.push_str(" ORDER BY id DESC LIMIT ");
        query.push_str(&limit.to_string());
        self.0.database.read(|connection| {
            let mut statement = connection.prepare_cached(&query)?;
            let rows = statement.query_map(rusqlite::params_from_iter(values), |row| Ok(run(row)?.1))?;
            rows.collect()
        })
    }

    /// What is known of a run: by its id, by the beginning of it, or by `last` for the newest.
    ///
    /// # Errors
    /// If there is no such run, or several begin like this.
    pub fn find(&self, asked: &str) -> Result<Run> {
        let no_run = || StoreError::NoRun { asked: asked.chars().take(80).collect() };
        if asked == "last" {
            let newest = RunFilter { limit: Some(1), ..RunFilter::default() };
            return self.list(&newest)?.pop().ok_or_else(no_run);
        }
        if let Ok(id) = asked.parse() {
            return self.run(id);
        }
        let prefix = asked.to_ascii_lowercase();
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
            return Err(no_run());
        }
        let matches: Vec<RunId> = self.0.database.read(|connection| {
            // `g` comes after all digits and the hyphen.
            let mut query = connection.prepare_cached(
                "SELECT id FROM runs WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 5",
            )?;
            query.query_map([&prefix], |row| row.get(0))?.collect()
        })?;
        match matches[..] {
            [] => Err(no_run()),
            [id] => self.run(id),
            _ => Err(StoreError::SeveralRuns { asked: prefix, matches }),
        }
    }

    /// The run that was created for a request of this name.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn requested_as(&self, request_key: &str) -> Result<Option<RunId>> {
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached("SELECT id FROM runs WHERE request_key = ?")?;
            query.query_row([request_key], |row| row.get(0)).optional()
        })
    }

    /// Says that a server is to bring this run to its end.
    ///
    /// # Errors
    /// If there is no such run, or the store cannot be written.
    pub fn want(&self, id: RunId) -> Result<()> {
        let (row, _) = self.row(id)?;
        self.0.database.write(|change| {
            change
                .prepare_cached("UPDATE runs SET wanted = 1 WHERE n = ?")
                .and_then(|mut update| update.execute([row]))
                .map_err(|error| self.0.database.failed(error))
        })?;
        Ok(())
    }

    /// What is known of a run.
    ///
    /// # Errors
    /// If there is no such run.
    pub fn run(&self, id: RunId) -> Result<Run> {
        self.settle(self.row(id)?.1)
    }

    /// The folder of a run, for people to look into.
    #[must_use]
    pub fn folder(&self, id: RunId) -> std::path::PathBuf {
        self.0.layout.run(id).0
    }

    /// What a run was asked to do.
    ///
    /// # Errors
    /// If there is no such run, or its `request.json` is not what was written.
    pub fn request(&self, id: RunId) -> Result<RunRequest> {
        let digest = self.column(id, "request")?;
        self.read_json(self.0.layout.run(id).request(), digest)
    }

    /// The outputs of a run that has some.
    ///
    /// # Errors
    /// If there is no such run, or its `outputs.json` is not what was written.
    pub fn outputs(&self, id: RunId) -> Result<Option<Value>> {
        match self.column::<Option<Digest>>(id, "outputs")? {
            None => Ok(None),
            Some(digest) => self.read_json(self.0.layout.run(id).outputs(), digest).map(Some),
        }
    }

    /// The journal of a run, from an event on. Of a run that goes on, read again and again to follow it.
    ///
    /// # Errors
    /// If there is no such run, or its journal cannot be read.
    pub fn journal(&self, id: RunId, from_seq: u64) -> Result<JournalReader> {
        self.row(id)?;
        JournalReader::open(&self.0.options.files, self.0.layout.run(id).events(), from_seq)
    }

    pub(crate) fn row(&self, id: RunId) -> Result<(i64, Run)> {
        let found = self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM runs WHERE id = ?"))?;
            query.query_row([id], run).optional()
        })?;
        found.ok_or_else(|| StoreError::NoRun { asked: id.to_string() })
    }

    /// A run that nobody ended and nobody holds was interrupted.
    fn settle(&self, mut run: Run) -> Result<Run> {
        if run.status == RunStatus::Running && !self.is_held(run.id)? {
            // It may have ended between the two looks.
            run = self.row(run.id)?.1;
            if run.status == RunStatus::Running {
                run.status = RunStatus::Interrupted;
            }
        }
        Ok(run)
    }

    fn column<T: rusqlite::types::FromSql>(&self, id: RunId, name: &str) -> Result<T> {
        let found = self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(&format!("SELECT {name} FROM runs WHERE id = ?"))?;
            query.query_row(params![id], |row| row.get(0)).optional()
        })?;
        found.ok_or_else(|| StoreError::NoRun { asked: id.to_string() })
    }

    pub(crate) fn read_json<T: DeserializeOwned>(
        &self,
        path: std::path::PathBuf,
        digest: Digest,
    ) -> Result<T> {
        let mut text = Vec::new();
        FileReader::open(&self.0.options.files, path.clone())
            .and_then(|mut reader| reader.read_to_end(&mut text))
            .at("read", &path)?;
        let damaged = |cause: String| StoreError::Damaged { path: path.clone(), cause };
        if Digest::of(&text) != digest {
            return Err(damaged("it is not what the store wrote".to_owned()));
        }
        serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))
    }
}

fn run(row: &Row<'_>) -> rusqlite::Result<(i64, Run)> {
    let run = Run {
        id: row.get(1)?,
        workflow: row.get(2)?,
        status: row.get(3)?,
        created_ms: row.get(4)?,
        ended_ms: row.get(5)?,
        error: row.get(6)?,
        sweep: row.get(7)?,
    };
    Ok((row.get(0)?, run))
}
