//! An append-only list of events in shared chunks.
//!
//! The writer keeps the last chunk alone, each reader the chunk it is at: a slow reader costs memory, never
//! time of the run, and what all have read is freed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use super::{Event, EventKind};

const CHUNK: usize = 64;

struct Chunk {
    events: [OnceLock<Event>; CHUNK],
    next: OnceLock<Arc<Chunk>>,
}

impl Chunk {
    fn new() -> Arc<Self> {
        Arc::new(Self { events: [const { OnceLock::new() }; CHUNK], next: OnceLock::new() })
    }
}

impl Drop for Chunk {
    /// Frees a long tail in a loop: recursion would overflow the stack.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(chunk) = next {
            next = Arc::into_inner(chunk).and_then(|mut chunk| chunk.next.take());
        }
    }
}

/// The writing end.
pub(crate) struct EventLog {
    tail: Mutex<Tail>,
    shared: Arc<Shared>,
}

struct Tail {
    seq: u64,
    chunk: Arc<Chunk>,
}

struct Shared {
    grown: Notify,
    closed: AtomicBool,
}

impl EventLog {
    pub fn new() -> Self {
        Self {
            tail: Mutex::new(Tail { seq: 0, chunk: Chunk::new() }),
            shared: Arc::new(Shared { grown: Notify::new(), closed: AtomicBool::new(false) }),
        }
    }

    /// Appends an event; one that is a run's last closes the log, and later ones are left out.
    pub fn push(&self, kind: EventKind) {
        let mut tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        if self.shared.closed.load(Ordering::Relaxed) {
            return;
        }
        let last = kind.is_last();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let seq = tail.seq;
        let event = Event { seq, time_ms: now.as_millis() as u64, kind };
        let index = seq as usize % CHUNK;
        // Only the holder of the lock writes, and each place once.
        let _ = tail.chunk.events[index].set(event);
        if index + 1 == CHUNK {
            let next = Chunk::new();
            let _ = tail.chunk.next.set(next.clone());
            tail.chunk = next;
        }
        tail.seq += 1;
        if last {
            self.close();
        }
        drop(tail);
        self.shared.grown.notify_waiters();
    }

    /// Nothing more will come.
    pub fn close(&self) {
        self.shared.closed.store(true, Ordering::Release);
        self.shared.grown.notify_waiters();
    }

    /// Reads from the next event on.
    pub fn subscribe(&self) -> Events {
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        Events { chunk: tail.chunk.clone(), index: tail.seq as usize % CHUNK, shared: self.shared.clone() }
    }
}

impl Drop for EventLog {
    fn drop(&mut self) {
        self.close();
    }
}

/// The events of a run in order: one subscriber's place in the stream.
///
/// A clone reads on from the same place.
#[derive(Clone)]
pub struct Events {
    chunk: Arc<Chunk>,
    index: usize,
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Events {
    /// The next event; `None` when the run has ended and all were read.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            let shared = self.shared.clone();
            let mut grown = std::pin::pin!(shared.grown.notified());
            // Listening starts before looking, so that nothing is missed in between.
            grown.as_mut().enable();
            let closed = shared.closed.load(Ordering::Acquire);
            if let Some(event) = self.try_next() {
                return Some(event);
            }
            if closed {
                return None;
            }
            grown.await;
        }
    }

    /// The next event, if it has happened already.
    pub fn try_next(&mut self) -> Option<Event> {
        if self.index == CHUNK {
            self.chunk = self.chunk.next.get()?.clone();
            self.index = 0;
        }
        let event = self.chunk.events[self.index].get()?.clone();
        self.index += 1;
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log_line(index: usize) -> EventKind {
        EventKind::Log { step: "a".into(), line: index.to_string() }
    }

    #[test]
    fn every_subscriber_reads_every_event_in_order() {
        let log = EventLog::new();
        let mut early = log.subscribe();
        for index in 0..200 {
            log.push(log_line(index));
        }
        let mut late = log.subscribe();
        log.push(EventKind::RunCancelled);
        for seq in 0..=200 {
            assert_eq!(early.try_next().unwrap().seq, seq);
        }
        assert_eq!(late.try_next().unwrap().seq, 200);
        assert!(early.try_next().is_none() && late.try_next().is_none());
    }

    #[test]
    fn nothing_follows_the_last_event() {
        let log = EventLog::new();
        let mut events = log.subscribe();
        log.push(EventKind::RunCancelled);
        log.push(log_line(0));
        assert!(events.try_next().unwrap().kind.is_last());
        assert!(events.try_next().is_none());
    }

    #[test]
    fn a_long_unread_log_is_freed_without_recursion() {
        let log = EventLog::new();
        let events = log.subscribe();
        for index in 0..500_000 {
            log.push(log_line(index));
        }
        drop(log);
        drop(events);
    }

    #[tokio::test]
    async fn a_waiting_reader_wakes_for_an_event_and_for_the_end() {
        let log = Arc::new(EventLog::new());
        let mut events = log.subscribe();
        let reader = tokio::spawn(async move {
            let mut count = 0;
            while events.next().await.is_some() {
                count += 1;
            }
            count
        });
        for index in 0..100 {
            log.push(log_line(index));
            tokio::task::yield_now().await;
        }
        log.close();
        assert_eq!(reader.await.unwrap(), 100);
    }
}
