//! Reading everything, and comparing it with what was written.

use std::path::PathBuf;

use serde::Serialize;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::runs::{Run, RunFilter, RunStatus, StatusFile};
use crate::{Digest, RunId};

/// What was read, and all that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct VerifyReport {
    /// Contents that were read and compared.
    pub contents: u64,
    /// Runs whose files were read.
    pub runs: u64,
    /// Events that were read.
    pub events: u64,
    /// What is wrong, and what was done about it.
    pub findings: Vec<Finding>,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// A content was damaged or gone. It is set aside and forgotten, so it is computed again when it is needed.
    Content {
        /// The content.
        digest: Digest,
    },
    /// A content could not be read.
    Unreadable {
        /// The content.
        digest: Digest,
        /// Why.
        cause: String,
    },
    /// A file of a run is damaged or gone. It stays as it is.
    Run {
        /// The run.
        id: RunId,
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: String,
    },
    /// `status.json` said something else than the database. It was written again.
    Status {
        /// The run.
        id: RunId,
        /// What it says now.
        status: RunStatus,
    },
    /// The database has inner errors, in SQLite's words.
    Database {
        /// The errors.
        cause: String,
    },
}

impl Store {
    /// Reads everything that is in the store and reports all that is wrong. Contents that are wrong are set aside.
    /// Runs may go on meanwhile.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn verify(&self) -> Result<VerifyReport> {
        let mut report = VerifyReport::default();
        let check: String = self
            .0
            .database
            .read(|connection| connection.query_row("PRAGMA quick_check(10)", [], |row| row.get(0)))?;
        if check != "ok" {
            report.findings.push(Finding::Database { cause: check });
        }
        self.verify_contents(&mut report)?;
        for run in self.list(&RunFilter::default())? {
            self.verify_run(&run, &mut report)?;
        }
        Ok(report)
    }

    fn verify_contents(&self, report: &mut VerifyReport) -> Result<()> {
        let digests: Vec<Digest> = self.0.database.read(|connection| {
            let mut query = connection.prepare("SELECT digest FROM contents")?;
            query.query_map([], |row| row.get(0))?.collect()
        })?;
        for digest in digests {
            report.contents += 1;
            match self.is_sound(digest) {
                Ok(true) => {}
                Ok(false) => report.findings.push(Finding::Content { digest }),
                Err(error) => {
                    report.findings.push(Finding::Unreadable { digest, cause: error.to_string() });
                }
            }
        }
        Ok(())
    }

    fn verify_run(&self, run: &Run, report: &mut VerifyReport) -> Result<()> {
        report.runs += 1;
        let folder = self.0.layout.run(run.id);
        let mut found = |path: PathBuf, error: StoreError| match error {
            // Somebody deleted it while its turn came.
            StoreError::NoRun { .. } => {}
            error => report.findings.push(Finding::Run { id: run.id, path, cause: error.to_string() }),
        };
        if let Err(error) = self.request(run.id) {
            found(folder.request(), error);
        }
        if let Err(error) = self.outputs(run.id) {
            found(folder.outputs(), error);
        }
        match self.count_events(run.id) {
            Ok(count) => report.events += count,
            Err(error) => found(folder.events(), error),
        }
        // Of a run that somebody holds, the file is his. A claim also keeps others from taking it meanwhile.
        if let Ok(_held) = self.claim(run.id) {
            let run = self.run_that_nobody_holds(run.id)?;
            if self.mend_status(&run)? {
                report.findings.push(Finding::Status { id: run.id, status: run.status });
            }
        }
        Ok(())
    }

    fn count_events(&self, id: RunId) -> Result<u64> {
        let mut journal = self.journal(id, 0)?;
        let mut count = 0;
        loop {
            match journal.read(1000)?.len() as u64 {
                0 => return Ok(count),
                some => count += some,
            }
        }
    }

    fn run_that_nobody_holds(&self, id: RunId) -> Result<Run> {
        let mut run = self.row(id)?.1;
        if run.status == RunStatus::Running {
            run.status = RunStatus::Interrupted;
        }
        Ok(run)
    }

    /// Writes `status.json` again if its process was killed before it could.
    fn mend_status(&self, run: &Run) -> Result<bool> {
        let folder = self.0.layout.run(run.id);
        let file = StatusFile {
            status: run.status,
            created_ms: run.created_ms,
            process: None,
            ended_ms: run.ended_ms,
            error: run.error.as_deref(),
        };
        let said = std::fs::read(folder.status()).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let is_right = said.is_some_and(|said: serde_json::Value| said["status"] == run.status.name());
        if !is_right {
            self.write_status(&folder, &file)?;
        }
        Ok(!is_right)
    }

    fn is_sound(&self, digest: Digest) -> Result<bool> {
        // Pruned since the list was made: nothing is wrong with it.
        let is_listed = |store: &Self| {
            store.0.database.read(|connection| {
                connection.query_row("SELECT count(*) FROM contents WHERE digest = ?", [digest], |row| {
                    row.get::<_, bool>(0)
                })
            })
        };
        if !is_listed(self)? {
            return Ok(true);
        }
        Ok(self.open_reader(digest)?.is_some())
    }
}
