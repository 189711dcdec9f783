//! Tokens to declarations: functions, their ports and their options.

mod budget;
mod doubled;
mod function;
mod matches;
mod needs;
mod node_options;
mod port_options;
mod port_values;
mod setting;
mod shape;
pub mod stream;
mod workflow_options;

pub use budget::Budget;
pub use doubled::Given;
pub use function::{Function, Param, Passing, docs};
pub use matches::{Inst, Matches};
pub use needs::Need;
pub use node_options::NodeOptions;
pub use port_options::PortOptions;
pub use shape::{Extent, Pattern, Shapes, Sum, Test};
pub use workflow_options::WorkflowOptions;
