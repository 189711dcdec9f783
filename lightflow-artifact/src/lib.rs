//! What LightFlow does with the files that a run makes.
//!
//! All of it is functions over bytes: no store, no plan and no engine is known here.
//!
//! - [`recipe`]: how a file was made, inside the file, so that it can be made again.
pub mod recipe;
