//! Graphs that can be run, one a file.

pub mod product_photos;
