//! Making room: what nobody needs any more goes, and nothing else.
//!
//! A content is needed by the actions that gave it, by the steps of runs that gave it, by the runs that it was
//! attached to, and by what people said of it. Whoever begins to need one writes that down with the time, in a transaction; a content is removed in a
//! transaction too, and only if that time lies before the look at what is needed. So either the new need comes first
//! and the content stays, or the removal comes first and the content reads as absent, and is stored again.

mod contents;
mod plan;

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;

use crate::Store;
use crate::contents::TOUCH_AFTER_MS;
use crate::error::{Result, StoreError};
use crate::runs::{RunFilter, RunStatus};

/// What may go. The default removes only what nobody needs.
#[derive(Debug, Clone)]
pub struct GcPolicy {
    /// Runs that are older, and actions that nobody used for longer.
    pub max_age: Option<Duration>,
    /// While contents have more bytes than this together: the oldest runs, then the actions that nobody used for longest.
    pub max_bytes: Option<u64>,
    /// So many of the newest runs stay in any case. So do all that somebody works on, or that wait to be started.
    pub keep_runs: usize,
    /// Contents that were stored or asked for more recently stay. While somebody works on a run, this is at least 20
    /// minutes, because what was looked up in that time may not be written down yet.
    pub grace: Duration,
}

impl Default for GcPolicy {
    fn default() -> Self {
        Self { max_age: None, max_bytes: None, keep_runs: 0, grace: Duration::from_secs(60 * 60) }
    }
}

/// What went, and what is left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct GcReport {
    /// Runs that were removed.
    pub runs: u64,
    /// Actions that were forgotten.
    pub actions: u64,
    /// Contents that were removed.
    pub contents: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that nobody knew: left behind by killed processes, or set aside long ago.
    pub strays: u64,
    /// The bytes of contents that nobody needs, but that are too new to be removed.
    pub too_new_bytes: u64,
    /// The bytes of the contents that are left.
    pub left_bytes: u64,
}

impl Store {
    /// Removes what may go by this policy. Runs may go on meanwhile, in this and in other processes.
    ///
    /// # Errors
    /// If the store cannot be written. What was removed until then stays removed; nothing else is touched.
    pub fn gc(&self, policy: &GcPolicy) -> Result<GcReport> {
        let now = self.0.options.now_ms();
        let mut report = GcReport::default();
        let runs = self.list(&RunFilter::default())?;
        let somebody_works = runs.iter().any(|run| run.status == RunStatus::Running);
        let mut grace = millis(policy.grace);
        if somebody_works {
            grace = grace.max(2 * TOUCH_AFTER_MS);
        }
        let too_old = |at: u64| policy.max_age.is_some_and(|age| now.saturating_sub(at) > millis(age));

        let mut needs = self.needs()?;
        let mut candidates: Vec<_> = runs.iter().skip(policy.keep_runs).collect();
        candidates.retain(|run| run.status.is_over());
        // The oldest first: they are also the first to go for want of room.
        for run in candidates.into_iter().rev() {
            let over = policy.max_bytes.is_some_and(|most| needs.needed() > most);
            if (over || too_old(run.ended_ms.unwrap_or(run.created_ms))) && self.remove_run(run.id)? {
                needs.drop_run(run.id);
                report.runs += 1;
            }
        }
        for action in needs.actions_by_last_use() {
            let over = policy.max_bytes.is_some_and(|most| needs.needed() > most);
            if !over && !too_old(action.last_used) {
                break;
            }
            if self.forget_action(&action)? {
                needs.drop_action(&action);
                report.actions += 1;
            }
        }
        self.remove_contents(&needs, now.saturating_sub(grace), &mut report)?;
        self.remove_strays(now, grace, policy, &mut report)?;
        Ok(report)
    }

    fn remove_run(&self, id: crate::RunId) -> Result<bool> {
        match self.delete(id) {
            Ok(()) => Ok(true),
            // Somebody has just gone on with it, or removed it.
            Err(StoreError::RunHeld { .. } | StoreError::NoRun { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes what killed processes left in `tmp` and `runs`, and damaged contents that are older than `max_age`.
    fn remove_strays(&self, now: u64, grace: u64, policy: &GcPolicy, report: &mut GcReport) -> Result<()> {
        let layout = &self.0.layout;
        let age = |entry: &fs::DirEntry| {
            let changed = entry.metadata().and_then(|metadata| metadata.modified()).ok()?;
            let changed = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
            Some(now.saturating_sub(millis(changed)))
        };
        // A large content may be on its way for a while.
        let unfinished = grace.max(60 * 60 * 1000);
        let limits = [
            (layout.temporary(), Some(unfinished)),
            (layout.blobs_on_their_way(), Some(unfinished)),
            (layout.quarantine(), policy.max_age.map(millis)),
            (layout.runs(), Some(unfinished)),
        ];
        for (folder, limit) in limits {
            let Some(limit) = limit else { continue };
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let is_run = entry.file_name().to_str().and_then(|name| name.parse().ok());
                let is_unknown = |id| matches!(self.row(id), Err(StoreError::NoRun { .. }));
                if folder == layout.runs() && !is_run.is_some_and(is_unknown) {
                    continue;
                }
                if age(&entry).is_some_and(|age| age > limit) && remove(&entry) {
                    report.strays += 1;
                }
            }
        }
        Ok(())
    }
}

fn remove(entry: &fs::DirEntry) -> bool {
    let path = entry.path();
    match entry.file_type() {
        Ok(kind) if kind.is_dir() => fs::remove_dir_all(path).is_ok(),
        _ => fs::remove_file(path).is_ok(),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
