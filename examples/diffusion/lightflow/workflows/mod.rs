//! What can be run.

pub mod picture;
