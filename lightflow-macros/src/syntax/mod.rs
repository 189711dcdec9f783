//! Tokens to declarations: functions, their ports and their options.

mod function;
mod node_options;
mod port_options;
mod port_values;
mod setting;
mod shape;

pub use function::{Function, Param, Passing, docs};
pub use node_options::NodeOptions;
pub use port_options::PortOptions;
pub use shape::{Extent, Pattern, Shapes, Sum, Test};
