//! Pictures: load, change, measure, save.
//!
//! A picture is an [`Image`]: 8-bit sRGB with straight alpha. A [`Mask`] says how much of each pixel belongs to a subject.

pub mod backdrop;
pub mod contact_sheet;
pub mod cut_out;
pub mod fit;
pub mod image_file;
pub mod imaging;
pub mod list_images;
pub mod load_image;
pub mod matte;
pub mod save_image;
pub mod soft_shadow;
pub mod trim;
mod types;

pub use types::{Backdrop, Image, ImageError, ImageFile, ImageFormat, Mask, MaskError};
