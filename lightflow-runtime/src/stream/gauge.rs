//! What both ends of a stream know of each other.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What both ends of a stream know of each other.
#[derive(Debug, Default)]
pub struct Gauge {
    /// The maker gave all it had: an end without this is no end, but a run that breaks off.
    finished: AtomicBool,
    /// Nobody reads any more.
    left: AtomicBool,
    /// How long the maker waited for room, in ns.
    blocked: AtomicU64,
    /// How long the reader waited for items, in ns.
    starved: AtomicU64,
}

impl Gauge {
    pub(crate) fn finish(&self) {
        self.finished.store(true, Ordering::Release);
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.finished.load(Ordering::Acquire)
    }

    pub(crate) fn leave(&self) {
        self.left.store(true, Ordering::Release);
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_left(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    pub(crate) fn blocked(&self, time: Duration) {
        self.blocked.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }

    pub(crate) fn starved(&self, time: Duration) {
        self.starved.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
    }

    /// How long the maker waited for room, and the reader for items.
    pub(crate) fn waits(&self) -> (Duration, Duration) {
        let time = |of: &AtomicU64| Duration::from_nanos(of.load(Ordering::Relaxed));
        (time(&self.blocked), time(&self.starved))
    }
}
