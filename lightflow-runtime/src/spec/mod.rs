//! What assets declare: plain `'static` data, made by the macros and read by engine, CLI and graphs.

mod bounds;
mod callee;
mod constrain;
mod contract;
mod cost;
mod demands;
mod inherit;
mod model;
mod need;
mod node;
mod pattern;
mod port;
mod suits;

pub use bounds::{Declared, Failure, Held, Retry, Reuse};
pub use callee::{Callee, CompositionSpec, Node, Unread, Workflow, WorkflowSpec};
pub use contract::{LenSpec, Literal, same_text};
pub use cost::Cost;
pub use demands::Demand;
pub use inherit::Contracts;
pub use model::{ModelAsset, ModelFile, ModelSpec};
pub use need::{Budget, Money, Need, Policy};
pub use node::{CostHint, Mode, NodeSpec, Source};
pub use pattern::{Inst, MOST, Pattern};
pub use port::{Bound, DefaultSpec, OutputSpec, PortSpec, RangeSpec, TypeSpec};
pub use suits::{Measured, Textual, Whole};
