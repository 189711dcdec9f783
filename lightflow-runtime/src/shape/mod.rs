//! Shapes: what nodes say about them, and how rustc and a submitted run find out whether they fit.
//!
//! One interpreter walks a plan and knows for each wire what is known of its shape. It is `const`: rustc runs it
//! for every workflow with parameters that stand for themselves, and a run that is submitted runs it again with the
//! values that it was given, if something was left open.

mod apply;
mod contract;
mod hold;
mod infer;
mod linear;
mod report;
mod submit;
mod summary;
mod table;
mod text;

pub use contract::{Condition, Contract, Extent, Form, Pattern, PortContract, RANK, Test};
pub use hold::{Holding, Shaped, Sizes};

pub use linear::{Known, Linear};
pub use report::{Problem, Report, What};
pub(crate) use submit::broken_shapes;
pub use submit::{Open, Probe, ProbeAny, broken_shapes_of};
pub use summary::{Findings, Summary, find};
pub use table::{Room, Shape, Symbol, Table};
