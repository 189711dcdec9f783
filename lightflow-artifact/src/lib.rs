//! What LightFlow does with the files that a run makes.
//!
//! All of it is functions over bytes; no store, plan or engine is known here.
//!
//! - [`recipe`]: how a file was made, inside the file, so that it can be made again.
#![cfg_attr(feature = "images", doc = "- [`thumbnail()`]: a small copy of a picture.")]
#![cfg_attr(feature = "images", doc = "- [`sheet`]: many pictures and what each was made with, on one.")]
#![cfg_attr(not(feature = "images"), doc = "- Thumbnails and contact sheets, with the feature `images`.")]
//!
//! ```
//! use lightflow_artifact::recipe::{self, Recipe};
//! use serde_json::json;
//!
//! let recipe = Recipe {
//!     workflow: "poster".to_owned(),
//!     step: "save".to_owned(),
//!     inputs: [("seed".to_owned(), json!(7))].into_iter().collect(),
//!     ..Recipe::default()
//! };
//! let file = recipe::embed(br#"{"title": "Harbour"}"#, &recipe)?.expect("JSON carries recipes");
//! assert_eq!(recipe::read(&file)?.unwrap().inputs["seed"], 7);
//! # Ok::<(), lightflow_artifact::recipe::RecipeError>(())
//! ```
//!
//! # What holds
//!
//! - **A file with a recipe is the same picture, sound or data.** Nothing is decoded or encoded anew, and what
//!   [`recipe::strip`] gives is the file from before, byte for byte.
//! - **A recipe depends on what was run, never on when or where.** Two runs that give the same pixels give the same file.
//! - **Any bytes may come in.** What is no picture, cut off or made to fill the memory is an error that says so.

#[cfg(feature = "images")]
mod image;
pub mod recipe;
#[cfg(feature = "images")]
pub mod sheet;

#[cfg(feature = "images")]
pub use image::{ImageError, MAX_PIXELS, Thumbnail, dimensions, thumbnail};
