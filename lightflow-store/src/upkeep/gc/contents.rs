//! Removing contents and actions, in short transactions, so that others get their turn.

use rusqlite::{OptionalExtension, Transaction, params};

use super::GcReport;
use super::plan::{KeptAction, Needs};
use crate::contents::forget;
use crate::error::Result;
use crate::{Digest, Store};

/// Contents that are removed in one transaction.
const BATCH: usize = 64;

impl Store {
    /// Forgets an action, unless somebody has used it since it was looked at.
    pub(super) fn forget_action(&self, action: &KeptAction) -> Result<bool> {
        self.0.database.write(|change| {
            change
                .prepare_cached("DELETE FROM actions WHERE key = ? AND output = ? AND last_used = ?")
                .and_then(|mut delete| delete.execute(params![action.key, action.output, action.last_used]))
                .map(|count| count > 0)
                .map_err(|error| self.0.database.failed(error))
        })
    }

    /// Removes the contents that nobody needs and nobody has touched since `before`.
    pub(super) fn remove_contents(&self, needs: &Needs, before: u64, report: &mut GcReport) -> Result<()> {
        report.left_bytes = needs.needed();
        let (mut old, new): (Vec<_>, Vec<_>) = needs.free().partition(|(_, _, touched)| *touched < before);
        old.sort_unstable_by_key(|(digest, _, touched)| (*touched, *digest));
        report.too_new_bytes = new.iter().map(|(_, len, _)| len).sum();
        report.left_bytes += report.too_new_bytes;
        for batch in old.chunks(BATCH) {
            self.0.database.write(|change| {
                for &(digest, len, touched) in batch {
                    if self.remove_content(change, digest, touched)? {
                        report.contents += 1;
                        report.bytes += len;
                    } else {
                        report.left_bytes += len;
                    }
                }
                Ok(())
            })?;
        }
        self.remove_unknown_blobs(before, report)
    }

    /// Nobody can begin to need it between the look and the end of the transaction.
    fn remove_content(&self, change: &Transaction<'_>, digest: Digest, seen: u64) -> Result<bool> {
        let failed = |error| self.0.database.failed(error);
        let touched = change
            .prepare_cached("SELECT touched FROM contents WHERE digest = ?")
            .and_then(|mut query| query.query_row([digest], |row| row.get::<_, u64>(0)).optional())
            .map_err(failed)?;
        if touched != Some(seen) {
            return Ok(false);
        }
        forget(change, digest).map_err(failed)?;
        self.0.blobs.delete(digest)?;
        Ok(true)
    }

    /// Files whose process was killed before the database knew them.
    fn remove_unknown_blobs(&self, before: u64, report: &mut GcReport) -> Result<()> {
        let mut old = Vec::new();
        self.0.blobs.list(&mut |listed| {
            if listed.written_ms < before {
                old.push(listed.digest);
            }
            Ok(())
        })?;
        let in_file = "SELECT count(*) FROM contents WHERE digest = ? AND small IS NULL";
        let mut unknown = Vec::new();
        for digest in old {
            let known: bool = self.0.database.read(|connection| {
                connection.prepare_cached(in_file)?.query_row([digest], |row| row.get(0))
            })?;
            if !known {
                unknown.push(digest);
            }
        }
        for batch in unknown.chunks(BATCH) {
            self.0.database.write(|change| {
                for digest in batch {
                    let known: bool = change
                        .prepare_cached(in_file)
                        .and_then(|mut query| query.query_row([digest], |row| row.get(0)))
                        .map_err(|error| self.0.database.failed(error))?;
                    if !known && self.0.blobs.delete(*digest)? {
                        report.strays += 1;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}
