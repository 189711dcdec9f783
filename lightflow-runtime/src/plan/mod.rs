//! The compiled graph: `'static` data that macro expansion alone builds.
//!
//! A workflow or composition is one [`Body`]; its `for` and branches hold bodies of their own.
//! Nothing here is sorted, hashed or validated when a program starts.

mod body;
mod layout;
mod part;
mod ty;

pub use body::{
    Action, Arm, Body, Choose, Does, Enter, Finish, Glue, Input, Links, MapBegin, NO_RELEASES, Release,
    Share, Step, Thunk, Wire,
};
pub use layout::{Layout, join, layout};
pub use part::Part;
pub use ty::{Ty, callee_of, list, output_of, part, part_ref, required_of};
