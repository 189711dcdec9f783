//! The values that travel between the nodes.

mod backdrop;
mod image;
mod image_file;
mod image_format;
mod mask;

pub use backdrop::Backdrop;
pub use image::{Image, ImageError};
pub use image_file::ImageFile;
pub use image_format::ImageFormat;
pub use mask::{Mask, MaskError};
