//! How much of what is in a store.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::error::{At, Result};
use crate::runs::RunFilter;
use crate::{RunStatus, Store};

/// How many, and how many bytes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Amount {
    /// How many.
    pub count: u64,
    /// Bytes.
    pub bytes: u64,
}

/// How much of what is in a store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stats {
    /// Contents in the database.
    pub small: Amount,
    /// Contents in files.
    pub blobs: Amount,
    /// Actions whose output is kept.
    pub actions: u64,
    /// Steps that are recorded.
    pub steps: u64,
    /// Runs by their status, with the bytes of their folders.
    pub runs: BTreeMap<&'static str, Amount>,
    /// Damaged contents that were set aside.
    pub quarantine: Amount,
    /// The files of the database.
    pub database: Amount,
}

impl Store {
    /// Counts what is in the store. Of the contents only the database is read.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn stats(&self) -> Result<Stats> {
        let mut stats = self.0.database.read(|connection| {
            let amount = |condition: &str| {
                let query = format!("SELECT count(*), ifnull(sum(len), 0) FROM contents WHERE {condition}");
                connection.query_row(&query, [], |row| Ok(Amount { count: row.get(0)?, bytes: row.get(1)? }))
            };
            let count = |table: &str| {
                connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            };
            Ok(Stats {
                small: amount("small IS NOT NULL")?,
                blobs: amount("small IS NULL")?,
                actions: count("actions")?,
                steps: count("steps")?,
                ..Stats::default()
            })
        })?;
        for run in self.list(&RunFilter::default())? {
            let of_status: &mut Amount = stats.runs.entry(RunStatus::name(run.status)).or_default();
            of_status.count += 1;
            of_status.bytes += size(&self.0.layout.run(run.id).0)?.bytes;
        }
        stats.quarantine = size(&self.0.layout.quarantine())?;
        for end in ["", "-wal", "-shm"] {
            let mut path = self.0.layout.database().into_os_string();
            path.push(end);
            if let Ok(metadata) = fs::metadata(&path) {
                stats.database.count += 1;
                stats.database.bytes += metadata.len();
            }
        }
        Ok(stats)
    }
}

/// The files below a folder; what vanishes meanwhile counts as nothing.
fn size(folder: &Path) -> Result<Amount> {
    let mut total = Amount::default();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(total),
        entries => entries.at("read", folder)?,
    };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            let below = size(&entry.path())?;
            total.count += below.count;
            total.bytes += below.bytes;
        } else {
            total.count += 1;
            total.bytes += metadata.len();
        }
    }
    Ok(total)
}
