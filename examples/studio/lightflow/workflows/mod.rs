//! What can be run, one a file.

#[cfg(feature = "sound")]
pub mod audio_report;
#[cfg(feature = "training")]
pub mod dataset;
pub mod product_photos;
#[cfg(feature = "documents")]
pub mod rag;
pub mod social_kit;
pub mod sweep_sheet;
