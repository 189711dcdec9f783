//! Workflows that do real work with the nodes of `lightflow-std`: on pictures, sound and documents.

mod compositions;
mod nodes;
mod render;
#[cfg(feature = "sound")]
mod report;
mod types;
mod workflows;

// Nodes that no workflow here uses are found by `nodes search` all the same.
lightflow::link!(lightflow_std);

lightflow::main!();
