//! The graph of a workflow: wires and steps, as the source says them.

mod body;
mod links;
mod uses;

pub use body::{
    Argument, Arm, Body, Branch, Call, CallArgs, MapOver, Mode, Read, Share, Step, StepKind, Tail, Wire,
    WireRef, WireTy,
};
pub use links::Links;
pub use uses::{Passing, Reader, Uses};
