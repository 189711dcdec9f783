//! What can be run, one a file.

pub mod audio_report;
pub mod dataset;
pub mod product_photos;
#[cfg(feature = "documents")]
pub mod rag;
pub mod social_kit;
pub mod sweep_sheet;
