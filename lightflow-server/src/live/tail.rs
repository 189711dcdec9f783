//! The last events of a run, read from its journal once for all who look on.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Duration;

use bytes::Bytes;
use lightflow_service::runs::{JournalReader, RunId, Store, StoreError};
use lightflow_store::Event;
use serde::Deserialize;
use tokio::sync::watch;

use crate::queue::Queue;

/// So many events are held for those who look on; who is further behind reads the journal itself.
const HELD: usize = 4_096;

/// How often the journal of a run of another process is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// One line of a journal.
#[derive(Clone, Debug)]
pub struct Line {
    /// The number of the event.
    pub seq: u64,
    /// The event as JSON.
    pub json: Arc<str>,
    /// The event as a message of a stream: made once, whoever reads it.
    pub message: Bytes,
}

impl Line {
    /// A line of a journal.
    pub fn of(event: Event) -> Self {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(borrow)]
            event: Option<Cow<'a, str>>,
        }
        let Event { seq, json } = event;
        let named = serde_json::from_str(&json).ok().and_then(|named: Named<'_>| named.event);
        // A line of a journal has no newline in it, and neither has a name that is made of letters.
        let name = named.filter(|name| !name.contains(char::is_control)).unwrap_or(Cow::Borrowed("message"));
        let message = format!("id: {seq}\nevent: {name}\ndata: {json}\n\n").into();
        Self { seq, message, json: json.into() }
    }
}

/// How far a journal is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The number of the next event.
    pub next: u64,
    /// Whether none comes any more.
    pub over: bool,
}

/// The last events of one run.
#[derive(Debug)]
pub struct Tail {
    lines: RwLock<VecDeque<Line>>,
    end: watch::Sender<End>,
}

/// The runs that somebody looks at.
#[derive(Clone, Debug)]
pub struct Tails {
    store: Store,
    queue: Queue,
    known: Arc<Mutex<HashMap<RunId, Weak<Tail>>>>,
}

impl Tails {
    pub fn new(store: Store, queue: Queue) -> Self {
        Self { store, queue, known: Arc::default() }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The last events of a run, which goes on as long as somebody holds this.
    ///
    /// # Errors
    /// When there is no such run.
    pub fn of(&self, run: RunId) -> Result<Arc<Tail>, StoreError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tail) = known.get(&run).and_then(Weak::upgrade) {
            return Ok(tail);
        }
        known.retain(|_, tail| tail.strong_count() > 0);
        self.store.run(run)?;
        let tail = Arc::new(Tail { lines: RwLock::default(), end: watch::channel(End::default()).0 });
        known.insert(run, Arc::downgrade(&tail));
        tokio::spawn(fill(self.clone(), run, Arc::downgrade(&tail)));
        Ok(tail)
    }
}

impl Tail {
    /// Tells when there is more.
    pub fn end(&self) -> watch::Receiver<End> {
        self.end.subscribe()
    }

    /// At most `limit` events from this one on; `None` if it is not held any more.
    pub fn from(&self, seq: u64, limit: usize) -> Option<Vec<Line>> {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        let first = lines.front().map(|line| line.seq)?;
        let skipped = usize::try_from(seq.checked_sub(first)?).ok()?;
        Some(lines.iter().skip(skipped).take(limit).cloned().collect())
    }

    fn push(&self, new: Vec<Line>) {
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        lines.extend(new);
        let over = lines.len().saturating_sub(HELD);
        lines.drain(..over);
    }
}

/// Reads the journal as it grows, as long as somebody looks on.
async fn fill(tails: Tails, run: RunId, tail: Weak<Tail>) {
    let (mut next, mut journal, mut last) = (0, None, None);
    loop {
        // Before anything is looked at: what changes from here on is not missed.
        let mut moved = tails.queue.moved();
        let mut grown = tails.queue.grown(run);
        if let Some(grown) = &mut grown {
            grown.mark_unchanged();
        }
        // A run that is to go on is not over yet, whatever it was before.
        let pending = tails.queue.waits(run);
        let store = tails.store.clone();
        let read = tokio::task::spawn_blocking(move || read(&store, run, journal)).await;
        let Some(tail) = tail.upgrade() else { return };
        journal = None;
        let (mut lines, over) = match read {
            Ok(Ok((lines, over, open))) => {
                journal = Some(open);
                (lines, over && !pending)
            }
            Ok(Err(error)) => {
                tracing::warn!(%run, %error, "the journal of a run cannot be read");
                (Vec::new(), true)
            }
            Err(_) => (Vec::new(), true),
        };
        let more = !lines.is_empty();
        last = last.or_else(|| lines.pop_if(|line| !over && is_last(line)));
        if over {
            lines.extend(last.take());
        }
        if let Some(last) = lines.last() {
            next = last.seq + 1;
            tail.push(lines);
        }
        let over = over && !more;
        tail.end.send_replace(End { next, over });
        if over {
            return;
        }
        drop(tail);
        if more {
            continue;
        }
        let grows = async {
            match &mut grown {
                Some(grown) => drop(grown.changed().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = grows => {}
            _ = moved.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Whether an event says that the run is over.
///
/// It is written before the run has ended for everybody. Who sees it may ask for the run at once, so it is shown when it
/// is true.
fn is_last(line: &Line) -> bool {
    const LAST: [&str; 3] = ["run_finished", "run_failed", "run_cancelled"];
    LAST.iter().any(|name| line.json.contains(&format!("\"event\":\"{name}\"")))
}

/// What the journal has that was not read yet, and whether the run was over before it was read.
fn read(
    store: &Store,
    run: RunId,
    journal: Option<JournalReader>,
) -> Result<(Vec<Line>, bool, JournalReader), StoreError> {
    let over = store.run(run)?.status.is_over();
    let mut journal = match journal {
        Some(journal) => journal,
        None => store.journal(run, 0)?,
    };
    let events = journal.read(HELD)?;
    let lines = events.into_iter().map(Line::of).collect();
    Ok((lines, over, journal))
}
