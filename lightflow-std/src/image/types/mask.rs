//! How much of each pixel belongs to a subject.

use std::fmt;
use std::io::Cursor;
use std::sync::Arc;

use image::{GrayImage, ImageFormat};
use lightflow::Port;

use super::image::{Image, decode_png};

/// How much of each pixel belongs to the subject: one byte a pixel, row by row,
/// from 0 (background) to 255 (subject).
///
/// A mask is never empty, and cloning one shares its bytes.
#[derive(Port, Clone, PartialEq, Eq)]
#[port(media = "image/png", encode = Mask::to_png_bytes, decode = Mask::from_png_bytes)]
pub struct Mask {
    width: u32,
    height: u32,
    alpha: Arc<[u8]>,
}

/// Why a [`Mask`] could not be made.
#[derive(Debug, thiserror::Error)]
#[error(
    "a mask of {width}x{height} pixels needs one byte for each of at least one pixel, \
     but {length} bytes were given"
)]
pub struct MaskError {
    width: u32,
    height: u32,
    length: usize,
}

impl Mask {
    /// Wraps `alpha`, which must hold exactly `width * height` bytes.
    pub fn new(width: u32, height: u32, alpha: impl Into<Arc<[u8]>>) -> Result<Self, MaskError> {
        let alpha = alpha.into();
        let length = alpha.len();
        if length == 0 || length as u128 != u128::from(width) * u128::from(height) {
            return Err(MaskError { width, height, length });
        }
        Ok(Self { width, height, alpha })
    }

    /// A mask of an image: what `share` says of each pixel, which is red, green, blue and alpha.
    pub fn of(image: &Image, share: impl Fn([u8; 4]) -> u8) -> Self {
        Self { width: image.width(), height: image.height(), alpha: image.quads().map(share).collect() }
    }

    /// Pixels a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All bytes, row by row.
    pub fn alpha(&self) -> &[u8] {
        &self.alpha
    }

    /// A mask of the same size with every byte replaced; bytes beyond it are ignored, missing ones become 0.
    pub fn with_alpha(&self, alpha: impl IntoIterator<Item = u8>) -> Self {
        let mut bytes: Vec<u8> = alpha.into_iter().take(self.alpha.len()).collect();
        bytes.resize(self.alpha.len(), 0);
        Self { alpha: bytes.into(), ..*self }
    }

    /// Each byte replaced by `change` of it.
    pub fn map(&self, change: impl Fn(u8) -> u8) -> Self {
        self.with_alpha(self.alpha.iter().map(|&alpha| change(alpha)))
    }

    /// Bytes of two masks combined pixel by pixel, unless they differ in size.
    pub fn zip(&self, other: &Self, combine: impl Fn(u8, u8) -> u8) -> Option<Self> {
        let same = (self.width, self.height) == (other.width, other.height);
        same.then(|| self.with_alpha(self.alpha.iter().zip(&*other.alpha).map(|(&a, &b)| combine(a, b))))
    }

    /// Encodes as a grey PNG, without loss.
    pub fn to_png_bytes(&self) -> Result<Vec<u8>, image::ImageError> {
        let mut bytes = Cursor::new(Vec::new());
        let pixels = GrayImage::from_raw(self.width, self.height, self.alpha.to_vec());
        pixels.unwrap_or_default().write_to(&mut bytes, ImageFormat::Png)?;
        Ok(bytes.into_inner())
    }

    /// Decodes a PNG; colours become grey.
    pub fn from_png_bytes(bytes: &[u8]) -> Result<Self, Box<dyn std::error::Error>> {
        let pixels = decode_png(bytes)?.into_luma8();
        Ok(Self::new(pixels.width(), pixels.height(), pixels.into_raw())?)
    }

    /// Share of the picture that belongs to the subject, from 0 to 1.
    pub fn coverage(&self) -> f32 {
        let total: u64 = self.alpha.iter().map(|&alpha| u64::from(alpha)).sum();
        (total as f64 / (self.alpha.len() as f64 * 255.0)) as f32
    }
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let covered = self.coverage() * 100.0;
        write!(f, "Mask({}x{}, {covered:.0} %)", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_bytes_must_match_the_size() {
        assert!(Mask::new(2, 2, vec![0; 3]).is_err());
        assert!(Mask::new(0, 0, vec![]).is_err());
    }

    #[test]
    fn coverage_is_the_mean_alpha() {
        let mask = Mask::new(2, 1, vec![255, 0]).unwrap();
        assert_eq!(mask.coverage(), 0.5);
        assert_eq!(format!("{mask:?}"), "Mask(2x1, 50 %)");
    }
}
