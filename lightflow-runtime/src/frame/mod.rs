//! The memory of one activation of a body, and what generated code may do with it.
//!
//! All `unsafe` of value passing is here and in [`memory`]. Generated code calls safe functions
//! whose contract (right offset, right type, right order) the macros keep: a step runs after the steps
//! that write what it reads, each wire is written once, and only the step that the engine marked takes a value.

mod access;
mod memory;
mod start;

pub use access::{Obtain, ObtainMove, Out, Sink, obtain, out, share, share_lent, take_sole};
pub use memory::Frame;
pub(crate) use memory::{Head, Place, WireState};
pub use start::{Attempt, BoxFuture, Cx, NodeError, Started};
