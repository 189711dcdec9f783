//! Writes an image to a file.

use lightflow::prelude::*;

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;

use crate::image::file_name::picture_file;
use crate::image::imaging::canvas::over;
use crate::image::{Image, ImageError, ImageFormat};
use crate::output_file::{OutputError, write_output};

/// Why an image was not saved.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SaveImageError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("image `{name}` cannot be encoded as {format}: {source}; choose another format")]
    Encode { name: String, format: ImageFormat, source: image::ImageError },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Saves an image in the run's output folder, and returns the file.
///
/// `name` is the file's path in that folder, without an extension; it replaces a file
/// of the same name. Signs that not every system takes in a file's name become `_`.
/// The file is written under a temporary name and then renamed, so a reader never meets
/// half a file.
///
/// # Errors
/// A name that is empty, leads out of the folder, or through a symbolic link; a file that
/// cannot be written.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::image::{Image, ImageFormat, save_image::save_image};
///
/// let dot = Image::new("dot", 1, 1, vec![255; 4])?;
/// let path = save_image(&dot, "dots/white", ImageFormat::Png, 90, &Ctx::test())?;
/// assert!(path.ends_with("dots/white.png"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs))]
pub fn save_image(
    image: &Image,
    name: &str,
    /// How the pixels are written.
    #[port(default = ImageFormat::Png)]
    format: ImageFormat,
    /// From small to good; it counts for JPEG only.
    #[port(default = 90, range = 1..=100)]
    quality: u8,
    ctx: &Ctx,
) -> Result<PathBuf, SaveImageError> {
    let file = picture_file(name, format.extension())?;
    let bytes = encode(image, format, quality.clamp(1, 100))?;
    Ok(write_output(ctx, file, &bytes)?)
}

fn encode(image: &Image, format: ImageFormat, quality: u8) -> Result<Vec<u8>, SaveImageError> {
    let (width, height) = (image.width(), image.height());
    let mut bytes = Vec::new();
    let encoded = match format {
        ImageFormat::Png => return Ok(image.to_png_bytes()?),
        ImageFormat::Jpeg => {
            let on_white = image.quads().map(|quad| over(quad, 1.0, [255; 4]));
            let colors: Vec<u8> = on_white.flat_map(|[r, g, b, _]| [r, g, b]).collect();
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
            encoder.encode(&colors, width, height, ExtendedColorType::Rgb8)
        }
        ImageFormat::Webp => WebPEncoder::new_lossless(&mut bytes).encode(
            image.pixels(),
            width,
            height,
            ExtendedColorType::Rgba8,
        ),
    };
    match encoded {
        Ok(()) => Ok(bytes),
        Err(source) => Err(SaveImageError::Encode { name: image.name().to_owned(), format, source }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::image::ImageFile;
    use crate::image::load_image::load_image;

    fn checkers(name: &str) -> Image {
        let quads = (0..64).map(|i| [(i * 4) as u8, 90, 30, if i % 9 == 0 { 0 } else { 255 }]);
        Image::new(name, 8, 8, quads.flatten().collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn lossless_formats_keep_every_pixel() {
        let ctx = Ctx::test();
        for format in [ImageFormat::Png, ImageFormat::Webp] {
            let image = checkers("tile");
            let path = save_image(&image, "new/tile", format, 90, &ctx).unwrap();
            assert!(path.ends_with(format!("new/tile.{format}")));
            assert_eq!(load_image(ImageFile::at(path)).unwrap(), image);
        }
    }

    #[test]
    fn transparent_parts_of_a_jpeg_are_white() {
        let clear = Image::new("clear", 8, 8, vec![0; 256]).unwrap();
        let path = save_image(&clear, "clear", ImageFormat::Jpeg, 90, &Ctx::test()).unwrap();
        let loaded = load_image(ImageFile::at(path)).unwrap();
        assert!(loaded.pixels().iter().all(|&byte| byte == 255));
    }

    #[test]
    fn only_the_image_is_left_in_the_folder() {
        let ctx = Ctx::test();
        save_image(&checkers("a"), "a", ImageFormat::Png, 90, &ctx).unwrap();
        let path = save_image(&checkers("a"), "a", ImageFormat::Png, 90, &ctx).unwrap();
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
