//! Sub-graphs that workflows share, one a file.

pub mod packshot;
pub mod render_samples;
