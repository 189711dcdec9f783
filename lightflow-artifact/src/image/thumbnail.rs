//! A small copy of a picture.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::{ImageError, Small, decode, fit};
use crate::recipe::Format;

const QUALITY: u8 = 85;

/// A larger colour profile would weigh more than the picture. Those of displays have some hundred bytes.
const MAX_PROFILE: usize = 1 << 14;

/// A small copy of a picture, as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// The file.
    pub bytes: Vec<u8>,
    /// PNG if something shows through the picture, JPEG otherwise.
    pub format: Format,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A copy of a PNG, JPEG or WebP picture whose longest side has at most `longest_side` pixels.
///
/// It is upright, as EXIF says, has the same proportions and the same colour profile, and nothing else of the file's metadata.
/// Of an animation it is the first picture. Smaller pictures keep their size.
///
/// # Errors
///
/// Other files, pictures that are cut off or damaged, and those with more than [`MAX_PIXELS`](crate::MAX_PIXELS) or more than 512 MiB of pixels.
///
/// ```
/// use image::{ImageFormat, RgbImage};
/// use lightflow_artifact::recipe::Format;
///
/// let mut photo = std::io::Cursor::new(Vec::new());
/// RgbImage::new(1200, 800).write_to(&mut photo, ImageFormat::Png)?;
///
/// let small = lightflow_artifact::thumbnail(photo.get_ref(), 256)?;
/// assert_eq!((small.width, small.height), (256, 171));
/// assert_eq!(small.format, Format::Jpeg);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn thumbnail(file: &[u8], longest_side: u32) -> Result<Thumbnail, ImageError> {
    let mut picture = decode(file)?;
    let profile = picture.profile.take().filter(|profile| profile.len() <= MAX_PROFILE);
    let small = fit(picture, longest_side);
    let (width, height) = small.size();
    let mut bytes = Cursor::new(Vec::new());
    let (written, format) = match small {
        Small::Rgb(image) => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            (write(encoder, profile, &image, (width, height), ExtendedColorType::Rgb8), Format::Jpeg)
        }
        Small::Rgba(image) => {
            let encoder = PngEncoder::new(&mut bytes);
            (write(encoder, profile, &image, (width, height), ExtendedColorType::Rgba8), Format::Png)
        }
    };
    written.map_err(ImageError::Encode)?;
    Ok(Thumbnail { bytes: bytes.into_inner(), format, width, height })
}

fn write(
    mut encoder: impl ImageEncoder,
    profile: Option<Vec<u8>>,
    pixels: &[u8],
    (width, height): (u32, u32),
    color: ExtendedColorType,
) -> image::ImageResult<()> {
    if let Some(profile) = profile {
        // Without one the picture is still shown.
        let _ = encoder.set_icc_profile(profile);
    }
    encoder.write_image(pixels, width, height, color)
}
