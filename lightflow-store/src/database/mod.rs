//! The connections to `store.db`: one that writes, behind a mutex, and as many that read as there are readers.

mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::{Result, StoreError};
use crate::options::{Durability, Options};

/// How long a writer waits for those of other processes.
pub(crate) const BUSY: Duration = Duration::from_secs(30);

/// Connections that are kept for readers; more are opened when needed, and closed again.
const IDLE_READERS: usize = 8;

#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens the database of a store and brings it to the newest format. The caller holds the lock of the store.
    pub fn open(root: &Path, path: PathBuf, options: &Options) -> Result<Self> {
        let failed = |error| match StoreError::database(&path, error) {
            StoreError::NotAStore { why, .. } => StoreError::NotAStore { path: root.to_owned(), why },
            other => other,
        };
        let mut writer = Connection::open(&path).map_err(failed)?;
        writer.busy_timeout(BUSY).map_err(failed)?;
        let found = schema::migrate(&mut writer).map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => failed(err),
            other => StoreError::Damaged { path: path.clone(), cause: other.to_string() },
        })?;
        match found {
            schema::Found::Store => {}
            schema::Found::Foreign => {
                let why = "its `store.db` is the database of another program".to_owned();
                return Err(StoreError::NotAStore { path: root.to_owned(), why });
            }
            schema::Found::Newer(found) => {
                return Err(StoreError::Newer { path: root.to_owned(), found, known: schema::newest() });
            }
        }
        prepare(&writer, options).map_err(failed)?;
        Ok(Self { path, writer: Mutex::new(writer), idle: Mutex::default() })
    }

    /// Reads in one consistent view.
    pub fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        self.reading(query).map_err(|error| self.failed(error))
    }

    fn reading<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&self.path, flags)?;
                connection.busy_timeout(BUSY)?;
                connection
            }
        };
        let result = query(&connection);
        let mut idle = self.idle();
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        result
    }

    /// Changes all or nothing. Nobody else writes from the beginning to the end of `change`.
    pub fn write<T>(&self, change: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| self.failed(error))?;
        let result = change(&transaction)?;
        transaction.commit().map_err(|error| self.failed(error))?;
        Ok(result)
    }

    /// Explains an error of SQLite.
    pub fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::database(&self.path, error)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn prepare(writer: &Connection, options: &Options) -> rusqlite::Result<()> {
    writer.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = if options.durability == Durability::Full { "FULL" } else { "NORMAL" };
    writer.pragma_update(None, "synchronous", synchronous)?;
    writer.set_prepared_statement_cache_capacity(64);
    if let Some(pages) = options.max_pages {
        writer.pragma_update(None, "max_page_count", pages)?;
    }
    Ok(())
}
