//! Tokens to declarations: functions, their ports and their options.

mod function;
mod matches;
mod node_options;
mod port_options;
mod port_values;
mod setting;

pub use function::{Function, Param, Passing, docs};
pub use matches::{Inst, Matches};
pub use node_options::NodeOptions;
pub use port_options::PortOptions;
