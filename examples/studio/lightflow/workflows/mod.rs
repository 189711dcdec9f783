//! Graphs that can be run, one a file.

pub mod product_photos;
pub mod social_kit;
pub mod sweep_sheet;
