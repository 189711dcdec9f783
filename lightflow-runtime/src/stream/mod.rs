//! Values that come one after another: a bounded channel between the step that makes them and the one that reads them.
//!
//! The maker's step goes on while others read. Where a reader is slow, the maker waits; both are seen in the events.

mod channel;
mod gauge;
mod pump;

pub use channel::{Blocking, Feed, ItemStream, channel};
pub use gauge::Gauge;
pub use pump::{fallible, items, pump};
