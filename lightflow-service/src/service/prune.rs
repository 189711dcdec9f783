//! Removing runs that nobody wants any more.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::{Service, ServiceError};
use crate::runs::{RunFilter, RunId, RunStatus, StoreError};

/// Which runs are to go. The default is all that are over.
#[derive(Clone, Debug, Default)]
pub struct Prune {
    /// Only those of this workflow.
    pub workflow: Option<String>,
    /// Only those of this status.
    pub status: Option<RunStatus>,
    /// Only those that were created longer ago.
    pub older_than: Option<Duration>,
    /// So many of the newest that would go stay.
    pub keep: usize,
    /// Only say which would go.
    pub dry: bool,
}

/// Which runs went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pruned {
    /// The runs, newest first.
    pub runs: Vec<RunId>,
    /// Whether they are still there.
    pub dry: bool,
}

impl Service {
    /// Removes runs that are over. What their steps gave stays until the store is collected.
    ///
    /// # Errors
    /// When there is no such workflow, or the store cannot be written.
    pub fn prune(&self, prune: &Prune) -> Result<Pruned, ServiceError> {
        let store = self.store()?;
        let workflow = match &prune.workflow {
            Some(name) => Some(self.workflow(name)?.0.graph.id.to_owned()),
            None => None,
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let before_ms = prune.older_than.map(|age| now.saturating_sub(age).as_millis() as u64);
        let filter = RunFilter { workflow, status: prune.status, before_ms, ..RunFilter::default() };
        let mut runs = store.list(&filter)?;
        runs.retain(|run| run.status.is_over());
        let mut pruned = Pruned { runs: Vec::new(), dry: prune.dry };
        for run in runs.into_iter().skip(prune.keep) {
            if !prune.dry {
                match store.delete(run.id) {
                    // Somebody has just gone on with it, or removed it.
                    Err(StoreError::RunHeld { .. } | StoreError::NoRun { .. }) => continue,
                    deleted => deleted?,
                }
            }
            pruned.runs.push(run.id);
        }
        Ok(pruned)
    }
}
