//! The action cache: from the key of a call to the output that it gave.

use bytes::Bytes;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;

use crate::contents::{Place, TOUCH_AFTER_MS, touch};
use crate::error::Result;
use crate::runs::RunId;
use crate::{Digest, Store};

/// The output of an action, read and compared with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub digest: Digest,
    /// How many bytes it has.
    pub len: u64,
    /// The bytes.
    pub bytes: Bytes,
}

/// What is remembered of an action for people: it is no part of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionInfo {
    /// The node that was called.
    pub node: String,
    /// The fingerprint of its code.
    pub fingerprint: String,
    /// The run in which it was computed.
    pub run: Option<RunId>,
}

/// An action without its output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// The digest of its output.
    pub output: Digest,
    /// The node that was called.
    pub node: String,
    /// The fingerprint of its code.
    pub fingerprint: String,
    /// The run in which it was computed.
    pub run: Option<RunId>,
    /// When it was computed, in ms since 1970.
    pub kept_ms: u64,
    /// When it was last asked for, in ms since 1970, give or take ten minutes.
    pub last_used_ms: u64,
}

impl Store {
    /// The output of an action, if it is known and whole.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn lookup(&self, key: Digest) -> Result<Option<Output>> {
        let Some((digest, last_used, place)) = self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT actions.output, actions.last_used, contents.small, small.bytes
                 FROM actions JOIN contents ON contents.digest = actions.output
                 LEFT JOIN small ON small.n = contents.small WHERE actions.key = ?",
            )?;
            let found = query.query_row([key], |row| {
                let place = match row.get::<_, Option<i64>>(2)? {
                    None => Place::File,
                    Some(_) => Place::Small(row.get::<_, Option<Vec<u8>>>(3)?.unwrap_or_default().into()),
                };
                Ok((row.get::<_, Digest>(0)?, row.get::<_, u64>(1)?, place))
            });
            found.optional()
        })?
        else {
            return Ok(None);
        };
        // Before it is read: from here on nobody prunes it.
        self.mark_used(key, digest, last_used);
        let bytes = self.fetch(digest, place)?;
        Ok(bytes.map(|bytes| Output { digest, len: bytes.len() as u64, bytes }))
    }

    /// What is known of an action; its output is not read.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn action(&self, key: Digest) -> Result<Option<Action>> {
        self.0.database.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT output, node, fingerprint, run, kept, last_used FROM actions WHERE key = ?",
            )?;
            let action = |row: &rusqlite::Row<'_>| {
                Ok(Action {
                    output: row.get(0)?,
                    node: row.get(1)?,
                    fingerprint: row.get(2)?,
                    run: row.get(3)?,
                    kept_ms: row.get(4)?,
                    last_used_ms: row.get(5)?,
                })
            };
            query.query_row([key], action).optional()
        })
    }

    /// Keeps the output of an action, and gives its digest. What was kept under this key before is replaced.
    ///
    /// # Errors
    /// If the store cannot be written, or its disk is full.
    pub fn keep(&self, key: Digest, info: &ActionInfo, output: &[u8]) -> Result<Digest> {
        let staged = self.stage(output)?;
        self.0.database.write(|change| {
            self.admit(change, &staged)?;
            self.keep_in(change, key, info, staged.digest).map_err(|error| self.0.database.failed(error))
        })?;
        Ok(staged.digest)
    }

    pub(crate) fn keep_in(
        &self,
        change: &Transaction<'_>,
        key: Digest,
        info: &ActionInfo,
        output: Digest,
    ) -> rusqlite::Result<()> {
        let now = self.0.options.now_ms();
        change
            .prepare_cached(
                "INSERT OR REPLACE INTO actions (key, output, node, fingerprint, run, kept, last_used)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            )?
            .execute(params![key, output, info.node, info.fingerprint, info.run, now])?;
        Ok(())
    }

    /// Writes down that an action was used, unless that was written a moment ago.
    fn mark_used(&self, key: Digest, output: Digest, last_used: u64) {
        let now = self.0.options.now_ms();
        if now.saturating_sub(last_used) < TOUCH_AFTER_MS {
            return;
        }
        // The output is worth more than the note: without it, the action is pruned sooner.
        let _ = self.0.database.write(|change| {
            let failed = |error| self.0.database.failed(error);
            touch(change, output, now).map_err(failed)?;
            change
                .prepare_cached("UPDATE actions SET last_used = ? WHERE key = ?")
                .and_then(|mut update| update.execute(params![now, key]))
                .map_err(failed)
        });
    }
}
