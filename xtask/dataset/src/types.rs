//! The values of the workflow's own nodes, from its files.

#[path = "../../../examples/studio/lightflow/types/candidate.rs"]
mod candidate;

pub use candidate::{Bucket, Candidate};
