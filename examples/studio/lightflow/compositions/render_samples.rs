use lightflow::prelude::*;

use crate::nodes::{
    photo_file::photo_file,
    sample_photo::{sample_photo, sample_products},
    save_image::save_image,
};
use crate::types::{ImageFormat, PhotoFile};

/// Renders a photo of every sample product into the folder `samples`.
#[composition]
pub fn render_samples(#[port(default = 900, range = 16..=4096, unit = "px")] width: u32) -> Vec<PhotoFile> {
    for product in sample_products() {
        let name: String = format!("samples/{product}");
        let photo = sample_photo { product, width };
        photo_file(save_image { image: &photo, name: &name, format: ImageFormat::Png, .. })
    }
}
