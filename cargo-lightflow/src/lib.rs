//! `cargo lightflow`: checks, repairs, explains and scaffolds LightFlow projects.
//!
//! The way of a check: `rustc` runs cargo and reads its messages; `diagnose` makes findings of them, with what
//! `source` knows of graphs and nodes; `fix` says which edits are certain; `report` tells people. `commands` holds
//! one file for each command, and `cli` reads the command line and writes the envelope.

pub mod cli;
mod commands;
pub mod diagnose;
pub mod failure;
pub mod fix;
mod report;
pub mod rustc;
pub mod source;
