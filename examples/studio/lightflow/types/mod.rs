//! Values that only this project has.

mod candidate;
#[cfg(feature = "documents")]
mod document;

pub use candidate::{Bucket, Candidate};
#[cfg(feature = "documents")]
pub use document::{Answer, Citation, Document, Passage};
