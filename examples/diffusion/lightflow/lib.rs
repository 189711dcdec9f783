//! A diffusion model in miniature: text encoder, sampler and decoder with seeded random weights.
//!
//! What it paints means nothing; that all of its edges have shapes does. Break one, and it does not compile.

pub mod models;
pub mod nodes;
pub mod types;
pub mod workflows;
