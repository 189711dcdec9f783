//! The pixels that a sheet is drawn on.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use crate::ImageError;
use crate::image::Small;

/// Red, green and blue in sRGB.
pub(super) type Color = [u8; 3];

/// What shows through a picture: squares of this side in two shades.
const CHECK_SIDE: u32 = 8;
const CHECKS: [u8; 2] = [255, 228];

pub(super) struct Canvas(RgbImage);

impl Canvas {
    pub fn new(width: u32, height: u32, color: Color) -> Self {
        Self(RgbImage::from_pixel(width, height, Rgb(color)))
    }

    /// Mixes `color` into one pixel. Outside of the canvas nothing happens.
    pub fn blend(&mut self, x: i64, y: i64, color: Color, coverage: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if let Some(pixel) = self.0.get_pixel_mut_checked(x, y) {
            let share = coverage.clamp(0.0, 1.0);
            for (below, above) in pixel.0.iter_mut().zip(color) {
                *below = (f32::from(*below) * (1.0 - share) + f32::from(above) * share).round() as u8;
            }
        }
    }

    pub fn fill(&mut self, left: u32, top: u32, width: u32, height: u32, color: Color) {
        for y in top..top.saturating_add(height).min(self.0.height()) {
            for x in left..left.saturating_add(width).min(self.0.width()) {
                self.0.put_pixel(x, y, Rgb(color));
            }
        }
    }

    pub fn paste(&mut self, picture: &Small, left: u32, top: u32) {
        match picture {
            Small::Rgb(image) => image::imageops::replace(&mut self.0, image, left.into(), top.into()),
            Small::Rgba(image) => {
                for (x, y, pixel) in image.enumerate_pixels() {
                    let [red, green, blue, alpha] = pixel.0;
                    let shade = CHECKS[((x / CHECK_SIDE + y / CHECK_SIDE) % 2) as usize];
                    let (x, y) = (left + x, top + y);
                    self.fill(x, y, 1, 1, [shade; 3]);
                    self.blend(x.into(), y.into(), [red, green, blue], f32::from(alpha) / 255.0);
                }
            }
        }
    }

    pub fn into_png(self) -> Result<Vec<u8>, ImageError> {
        let mut bytes = Vec::new();
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
        let (width, height) = self.0.dimensions();
        encoder.write_image(&self.0, width, height, ExtendedColorType::Rgb8).map_err(ImageError::Encode)?;
        Ok(bytes)
    }
}
