//! Values that only this project has.

#[cfg(feature = "training")]
mod candidate;
#[cfg(feature = "documents")]
mod document;

#[cfg(feature = "training")]
pub use candidate::{Bucket, Candidate};
#[cfg(feature = "documents")]
pub use document::{Answer, Citation, Document, Passage};
