//! What assets declare: plain `'static` data, made by the macros and read by engine, CLI and graphs.

mod bounds;
mod callee;
mod cost;
mod node;
mod port;

pub use bounds::{Declared, Failure, Held, Retry, Reuse};
pub use callee::{Body, Callee, CompositionSpec, Node, Workflow, WorkflowSpec};
pub use cost::Cost;
pub use node::{CostHint, Mode, NodeSpec, Source};
pub use port::{Bound, DefaultSpec, OutputSpec, PortSpec, RangeSpec, TypeSpec};
