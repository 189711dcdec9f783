//! The commands, one file for each.

pub mod check;
pub mod explain;
pub mod fix;
