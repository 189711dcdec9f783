//! The values that travel between the nodes.

mod anchor;
mod axis;
mod backdrop;
mod blend_mode;
mod channel;
mod filter;
mod image;
mod image_file;
mod image_format;
mod image_metrics;
mod mask;
mod mask_operation;
mod perceptual_hash;
mod swatch;
mod text_align;

pub use anchor::Anchor;
pub use axis::Axis;
pub use backdrop::Backdrop;
pub use blend_mode::BlendMode;
pub use channel::Channel;
pub use filter::Filter;
pub use image::{Image, ImageError};
pub use image_file::ImageFile;
pub use image_format::ImageFormat;
pub use image_metrics::ImageMetrics;
pub use mask::{Mask, MaskError};
pub use mask_operation::MaskOperation;
pub use perceptual_hash::PerceptualHash;
pub use swatch::Swatch;
pub use text_align::TextAlign;
