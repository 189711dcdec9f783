//! Making pictures smaller.

use image::{DynamicImage, RgbImage, RgbaImage};
use lightflow_signal::raster::{Channels, Kernel, Raster, resample};

use super::decode::Decoded;

/// An upright picture in 8 bits.
pub(crate) enum Small {
    Rgb(RgbImage),
    /// Some pixels let something through.
    Rgba(RgbaImage),
}

impl Small {
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::Rgb(image) => image.dimensions(),
            Self::Rgba(image) => image.dimensions(),
        }
    }
}

/// Fits a picture into a square of `side`, upright and in its proportions. It never gets larger.
///
/// Lanczos3, over colours that were multiplied with their alpha: otherwise what is invisible would show at the edges.
pub(crate) fn fit(picture: Decoded, side: u32) -> Small {
    let orientation = picture.orientation;
    let stored = picture.pixels;
    let (width, height) = fitted(stored.width(), stored.height(), side.max(1));
    let mut small = if stored.color().has_alpha() {
        let pixels = resized(stored.into_rgba8(), width, height, Channels::Rgba);
        DynamicImage::from(RgbaImage::from_raw(width, height, pixels).expect("as many bytes as pixels"))
    } else {
        let pixels = resized(stored.into_rgb8(), width, height, Channels::Rgb);
        DynamicImage::from(RgbImage::from_raw(width, height, pixels).expect("as many bytes as pixels"))
    };
    small.apply_orientation(orientation);
    match small {
        DynamicImage::ImageRgba8(image) if image.pixels().any(|pixel| pixel.0[3] < 255) => Small::Rgba(image),
        other => Small::Rgb(other.into_rgb8()),
    }
}

fn resized<P: image::Pixel<Subpixel = u8>>(
    image: image::ImageBuffer<P, Vec<u8>>,
    width: u32,
    height: u32,
    channels: Channels,
) -> Vec<u8> {
    let size = image.dimensions();
    if size == (width, height) {
        return image.into_raw();
    }
    let raster = Raster { bytes: image.as_raw(), channels, size };
    resample(raster, ((0, 0), size), (width, height), Kernel::Lanczos3).expect("as many bytes as pixels")
}

/// The size in a square of `side`, in the same proportions as nearly as whole pixels can be.
fn fitted(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let rounded = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        (rounded as u32).max(1)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn proportions_are_kept_and_no_side_vanishes() {
        assert_eq!(fitted(4000, 3000, 256), (256, 192));
        assert_eq!(fitted(3000, 4000, 256), (192, 256));
        assert_eq!(fitted(60_000, 1, 256), (256, 1));
        assert_eq!(fitted(u32::MAX, u32::MAX, 256), (256, 256));
        assert_eq!(fitted(100, 80, 256), (100, 80));
    }
}
