//! Pictures: load, change, measure, save.
//!
//! A picture is an [`Image`]: 8-bit sRGB with straight alpha. A [`Mask`] says how much of each pixel belongs to a subject. Colours are
//! texts such as `#ff8000`, or `#ff800080` with alpha.

pub mod adjust_color;
pub mod apply_mask;
pub mod backdrop;
pub mod blur;
pub mod composite;
pub mod contact_sheet;
pub mod contrast_ratio;
pub mod crop;
pub mod cut_out;
pub mod denoise;
pub mod draw_text;
pub mod drop_shadow;
mod file_name;
pub mod fit;
pub mod flip;
pub mod grayscale;
pub mod hash_distance;
pub mod image_file;
pub mod image_metrics;
pub mod image_to_mask;
pub mod imaging;
pub mod list_images;
pub mod load_image;
pub mod mask_combine;
pub mod mask_feather;
pub mod mask_grow;
pub mod mask_invert;
pub mod mask_threshold;
pub mod mask_to_image;
pub mod matte;
pub mod palette;
pub mod perceptual_hash;
pub mod rename;
pub mod resize;
pub mod rotate;
#[cfg(feature = "avif")]
pub mod save_avif;
pub mod save_image;
pub mod sharpen;
pub mod smart_crop;
pub mod soft_shadow;
pub mod trim;
mod types;

#[cfg(test)]
mod laws;

pub use types::{
    Anchor, Axis, Backdrop, BlendMode, Channel, Filter, Image, ImageError, ImageFile, ImageFormat,
    ImageMetrics, Mask, MaskError, MaskOperation, PerceptualHash, Swatch, TextAlign,
};
