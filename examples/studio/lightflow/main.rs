//! Turns product photos into clean packshots and a contact sheet.

mod compositions;
mod nodes;
mod render;
mod workflows;

lightflow::main!();
