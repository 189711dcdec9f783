use lightflow::prelude::*;

use lightflow_std::image::{ImageFile, ImageFormat, image_file::image_file, save_image::save_image};

use crate::nodes::sample_photo::{sample_photo, sample_products};

/// Renders a photo of every sample product into the folder `samples`.
#[composition]
pub fn render_samples(#[port(default = 900, range = 16..=4096, unit = "px")] width: u32) -> Vec<ImageFile> {
    for product in sample_products() {
        let name: String = format!("samples/{product}");
        let photo = sample_photo { product, width };
        image_file(save_image { image: &photo, name: &name, format: ImageFormat::Png, .. })
    }
}
