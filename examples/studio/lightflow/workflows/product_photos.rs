use lightflow::prelude::*;

use lightflow_std::image::{
    Backdrop, ImageFormat, contact_sheet::contact_sheet, fit::fit, list_images::list_images,
    load_image::load_image, save_image::save_image,
};

use crate::compositions::{packshot::packshot, render_samples::render_samples};

/// Turns a folder of product photos into packshots in several sizes and formats, and one contact sheet.
///
/// Without a folder, it renders sample photos of its own first.
#[workflow]
pub fn product_photos(
    /// The folder with the photos: PNG, JPEG and WebP files.
    folder: Option<PathBuf>,
    /// The side of the square packshots.
    #[port(default = 1200, range = 64..=4096, unit = "px")]
    side: u32,
    /// What the subjects stand in front of.
    #[port(default = Backdrop::White)]
    style: Backdrop,
    /// Room around the subject, as a share of its longer side.
    #[port(default = 0.12, range = 0.0..=1.0)]
    margin: f32,
    /// The sides of the files to save.
    #[port(default = vec![1200, 400], range = 16..=4096, unit = "px")]
    sizes: Vec<u32>,
    /// The formats of the files to save.
    #[port(default = ImageFormat::ALL.to_vec())]
    formats: Vec<ImageFormat>,
    /// How many packshots stand in a row of the contact sheet.
    #[port(default = 4, range = 1..=24)]
    columns: u32,
    /// The headline of the contact sheet.
    #[port(default = "Product photos")]
    title: String,
) -> PathBuf {
    let files = match folder {
        Some(folder) => list_images(folder),
        None => render_samples { .. },
    };
    let thumbnails = for file in files {
        let name: String = file.name.clone();
        let photo = load_image(file);
        let shot = packshot { photo, side, style, margin };
        for size in &sizes {
            let sized = fit { image: &shot, side: *size };
            let path: String = format!("{name}-{size}");
            for format in &formats {
                save_image { image: &sized, name: &path, format: *format, .. };
            }
        }
        fit { image: &shot, side: 360 }
    };
    let sheet = contact_sheet { images: thumbnails, columns, cell: 360, title };
    save_image { image: &sheet, name: "contact-sheet", format: ImageFormat::Png, .. }
}
