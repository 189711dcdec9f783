//! What was learned of a node's duration.
//!
//! A sync node that takes microseconds runs where it is called; one that takes longer gets a thread of its own. A
//! node that nobody has seen yet counts as long, so that it cannot block the threads that serve I/O.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A running estimate of a sync node's duration.
#[derive(Debug)]
pub struct Cost {
    nanos: AtomicU32,
    /// How many more calls run without a look at the clock.
    free: AtomicU32,
}

const UNKNOWN: u32 = u32::MAX;
/// About ten times what handing a step to another thread costs.
const LONG: u32 = 50_000;
/// Below this, looking at the clock would be felt: only some calls are measured.
const SHORT: u32 = 2_000;
/// So many calls between two looks.
const SAMPLE: u32 = 256;

impl Default for Cost {
    fn default() -> Self {
        Self::new()
    }
}

impl Cost {
    /// Nothing learned yet.
    pub const fn new() -> Self {
        Self { nanos: AtomicU32::new(UNKNOWN), free: AtomicU32::new(0) }
    }

    /// Whether the node gets a thread of its own.
    #[inline]
    pub(crate) fn is_long(&self) -> bool {
        self.nanos.load(Ordering::Relaxed) > LONG
    }

    /// Whether the node is known to be short, and this call need not be measured.
    #[inline]
    pub(crate) fn is_free(&self) -> bool {
        let free = self.free.load(Ordering::Relaxed);
        // A count lost between threads only moves the next look at the clock.
        self.free.store(free.saturating_sub(1), Ordering::Relaxed);
        free > 0
    }

    /// Learns from one call: at once from a longer one, slowly from a shorter one.
    pub(crate) fn learn(&self, elapsed: Duration) {
        let elapsed = u32::try_from(elapsed.as_nanos()).unwrap_or(UNKNOWN).min(UNKNOWN - 1);
        let known = self.nanos.load(Ordering::Relaxed);
        let learned = match known {
            UNKNOWN => elapsed,
            known if elapsed > LONG || elapsed > known => elapsed.max(known),
            known => known - (known - elapsed) / 4,
        };
        self.nanos.store(learned, Ordering::Relaxed);
        self.free.store(if learned < SHORT { SAMPLE } else { 0 }, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_node_counts_as_long_until_it_was_measured() {
        let cost = Cost::new();
        assert!(cost.is_long());
        cost.learn(Duration::from_nanos(300));
        assert!(!cost.is_long());
    }

    #[test]
    fn one_long_call_moves_a_node_off_the_thread_and_short_ones_bring_it_back() {
        let cost = Cost::new();
        cost.learn(Duration::from_micros(1));
        cost.learn(Duration::from_millis(3));
        assert!(cost.is_long());
        for _ in 0..20 {
            cost.learn(Duration::from_micros(1));
        }
        assert!(!cost.is_long());
    }

    #[test]
    fn only_some_calls_of_a_short_node_are_measured() {
        let cost = Cost::new();
        assert!(!cost.is_free(), "the first call is measured");
        cost.learn(Duration::from_nanos(100));
        let measured = (0..SAMPLE * 10)
            .filter(|_| {
                let measured = !cost.is_free();
                if measured {
                    cost.learn(Duration::from_nanos(100));
                }
                measured
            })
            .count();
        assert_eq!(measured, 9);
        cost.learn(Duration::from_micros(10));
        assert!(!cost.is_free(), "every call of a longer node is");
    }
}
