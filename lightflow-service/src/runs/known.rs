//! What a preview asks: what is known, without leaving a trace.

use super::kept;
use super::recorder::{Reuse, to_store};
use lightflow_runtime::record::{Kept, Recorder, StepKey};
use lightflow_store::{Store, StoreError};

/// Answers from the store, and writes nothing to it.
#[derive(Debug)]
pub struct Known {
    store: Option<Store>,
    reuse: Reuse,
    /// A volatile step is never known: the run that it would be part of has no id yet.
    run: String,
}

impl Known {
    /// What this store knows; without one, nothing is.
    pub fn new(store: Option<Store>, reuse: Reuse) -> Self {
        Self { store, reuse, run: format!("preview {:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)) }
    }

    fn peek(&self, key: &StepKey) -> Result<Option<Kept>, StoreError> {
        let Some(store) = &self.store else { return Ok(None) };
        let Some(action) = store.action(to_store(key.digest))? else { return Ok(None) };
        let Some(bytes) = store.get(action.output)? else { return Ok(None) };
        Ok(kept::unpack(store, bytes)?.map(|(kept, _)| kept))
    }
}

impl Recorder for Known {
    fn run_id(&self) -> &str {
        &self.run
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        // What cannot be read is not known.
        if self.reuse.allows(&key.path) { self.peek(key).ok().flatten() } else { None }
    }

    fn keep(&self, _: &StepKey, _: Kept) {}
}
