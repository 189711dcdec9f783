//! Graphs that can be run, one a file.

pub mod audio_report;
pub mod product_photos;
