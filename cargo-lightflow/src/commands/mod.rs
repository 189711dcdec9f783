//! The commands, one file for each.

pub mod check;
pub mod expand;
pub mod explain;
pub mod fix;
pub mod new;
