//! Turns product photos into clean packshots and a contact sheet.

mod compositions;
mod imaging;
mod nodes;
mod render;
mod types;
mod workflows;

lightflow::main!();
