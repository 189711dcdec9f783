//! From a file to pixels, with bounds on both.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::ImageError;
use crate::recipe::Format;

/// The most pixels that are decoded: a file of a few kilobytes may claim billions of them.
pub const MAX_PIXELS: u64 = 100_000_000;

/// The most memory for them, in bytes. It is enough for [`MAX_PIXELS`] with alpha in 8 bits.
pub(super) const MAX_MEMORY: u64 = 512 << 20;

/// A picture as it is stored.
pub(crate) struct Decoded {
    pub pixels: DynamicImage,
    /// What has to be done to it to see it upright.
    pub orientation: Orientation,
    /// The colour profile, if it is one of RGB.
    pub profile: Option<Vec<u8>>,
}

/// Width and height as a viewer shows the picture, in pixels: upright, as EXIF says. Only its header is decoded.
///
/// # Errors
///
/// What is no PNG, JPEG or WebP picture, or has no whole header.
pub fn dimensions(file: &[u8]) -> Result<(u32, u32), ImageError> {
    let (_, mut decoder) = open(file)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(if swaps_sides(orientation) { (height, width) } else { (width, height) })
}

pub(crate) fn decode(file: &[u8]) -> Result<Decoded, ImageError> {
    // The decoder of PNG takes memory before it tells the size.
    if let Some((width, height)) = png_size(file) {
        within_bounds(width, height)?;
    }
    let (format, mut decoder) = open(file)?;
    let (width, height) = decoder.dimensions();
    within_bounds(width, height)?;
    if decoder.total_bytes() > MAX_MEMORY {
        return Err(ImageError::TooMuchMemory);
    }
    // Metadata that cannot be read is no reason to show nothing.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let pixels = DynamicImage::from_decoder(decoder).map_err(|source| undecodable(format, source))?;
    let profile = profile.filter(|profile| profile.get(16..20) == Some(b"RGB "));
    Ok(Decoded { profile: profile.filter(|_| pixels.color().has_color()), pixels, orientation })
}

/// Whether a picture is as wide as it is stored high.
pub(crate) fn swaps_sides(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn within_bounds(width: u32, height: u32) -> Result<(), ImageError> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ImageError::TooLarge { width, height });
    }
    Ok(())
}

/// What the decoder says, and what it is about.
fn undecodable(format: Format, source: image::ImageError) -> ImageError {
    match source {
        image::ImageError::Limits(_) => ImageError::TooMuchMemory,
        source => ImageError::Decode { format, source },
    }
}

/// What `IHDR` says ([W3C PNG, 11.2.1](https://www.w3.org/TR/png-3/#11IHDR)).
fn png_size(file: &[u8]) -> Option<(u32, u32)> {
    let [a, b, c, d, e, f, g, h] = *file.get(16..24)?.first_chunk()?;
    let is_png = Format::of_head(file) == Some(Format::Png);
    is_png.then_some((u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])))
}

fn open(file: &[u8]) -> Result<(Format, impl ImageDecoder + '_), ImageError> {
    let (format, known) = match Format::of_head(file) {
        Some(format @ Format::Png) => (format, ImageFormat::Png),
        Some(format @ Format::Jpeg) => (format, ImageFormat::Jpeg),
        Some(format @ Format::WebP) => (format, ImageFormat::WebP),
        _ => return Err(ImageError::NotAPicture),
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), known);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|source| undecodable(format, source))?;
    Ok((format, decoder))
}
