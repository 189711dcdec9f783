//! Turns product photos into clean packshots and a contact sheet, and a folder of recordings into a report.

mod compositions;
mod nodes;
mod render;
mod report;
mod workflows;

lightflow::main!();
