//! Looking after a store: what is in it, whether it is whole, and making room.

mod gc;
mod stats;
mod verify;

pub use gc::{GcPolicy, GcReport};
pub use stats::{Amount, Stats};
pub use verify::{Finding, VerifyReport};
