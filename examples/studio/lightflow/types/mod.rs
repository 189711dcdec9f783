//! The values that travel between the nodes.

mod backdrop;
mod image;
mod image_format;
mod mask;
mod photo_file;

pub use backdrop::Backdrop;
pub use image::{Image, ImageError};
pub use image_format::ImageFormat;
pub use mask::{Mask, MaskError};
pub use photo_file::PhotoFile;
