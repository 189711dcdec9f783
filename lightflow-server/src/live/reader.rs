//! One who looks on.

use std::sync::Arc;

use lightflow_service::runs::{RunId, StoreError};
use tokio::sync::watch;

use super::Tails;
use super::tail::{End, Line, Tail};

/// So many events are given at once.
const AT_ONCE: usize = 256;

/// Reads the events of a run in order, from any of them on, also while the run goes on. It may be as slow as it likes.
#[derive(Debug)]
pub struct Follow {
    tails: Tails,
    run: RunId,
    tail: Arc<Tail>,
    end: watch::Receiver<End>,
    next: u64,
}

impl Follow {
    /// Reads from this event on.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn new(tails: &Tails, run: RunId, from: u64) -> Result<Self, StoreError> {
        let tail = tails.of(run)?;
        Ok(Self { tails: tails.clone(), run, end: tail.end(), tail, next: from })
    }

    /// The next events; `None` once the run is over and all were given.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<Line>>, StoreError> {
        loop {
            let end = *self.end.borrow_and_update();
            if self.next < end.next {
                let lines = match self.tail.from(self.next, AT_ONCE) {
                    Some(lines) => lines,
                    None => self.journal_from().await?,
                };
                if let Some(last) = lines.last() {
                    self.next = last.seq + 1;
                    return Ok(Some(lines));
                }
            } else if end.over {
                return Ok(None);
            }
            // The sender lives as long as the tail, which this holds; it stops when the run is over.
            if self.end.changed().await.is_err() {
                return Ok(None);
            }
        }
    }

    /// Who is far behind reads for itself.
    async fn journal_from(&self) -> Result<Vec<Line>, StoreError> {
        let (store, run, from) = (self.tails.store().clone(), self.run, self.next);
        let read = tokio::task::spawn_blocking(move || store.journal(run, from)?.read(AT_ONCE));
        let events = read.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
        Ok(events.into_iter().map(Line::of).collect())
    }
}
