//! What generated code calls. Not for people: it may change in any release.

pub use inventory;

pub use crate::engine::{Map, MapRun};
pub use crate::frame::{
    BoxFuture, Cx, Frame, NodeError, Obtain, ObtainMove, Out, Sink, Slot, Started,
};
