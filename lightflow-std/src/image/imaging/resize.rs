//! Change of an image's size.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x4};
use fast_image_resize::{
    FilterType, ImageBufferError, PixelTrait, ResizeAlg, ResizeError, ResizeOptions, Resizer,
};

use crate::image::{Filter, Image, ImageError};

/// Largest number of pixels of an image made here.
pub const LARGEST_AREA: u64 = 100_000_000;

/// Why an image could not be resized.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ResizeFailed {
    #[error("a size of {width}x{height} has no pixels; choose sides of at least 1")]
    Empty { width: u32, height: u32 },
    #[error("a size of {width}x{height} is above the limit of 100 megapixels; choose a smaller size")]
    TooLarge { width: u32, height: u32 },
    #[error("image cannot be resampled: {0}; choose another size")]
    Buffer(#[from] ImageBufferError),
    #[error("image cannot be resampled: {0}; choose another size")]
    Filter(#[from] ResizeError),
    #[error(transparent)]
    Size(#[from] ImageError),
}

/// Resamples to `width` x `height` pixels with a Lanczos kernel of three lobes.
pub fn resize(image: &Image, width: u32, height: u32) -> Result<Image, ResizeFailed> {
    resize_with(image, width, height, Filter::Lanczos3)
}

/// Resamples to `width` x `height` pixels.
///
/// Colours are weighted by their alpha, so that the unseen colour of transparent
/// pixels does not bleed into the edges.
pub fn resize_with(image: &Image, width: u32, height: u32, filter: Filter) -> Result<Image, ResizeFailed> {
    if (width, height) == (image.width(), image.height()) {
        return Ok(image.clone());
    }
    let pixels =
        resample::<U8x4>(image.pixels(), (image.width(), image.height()), (width, height), filter)?;
    Ok(Image::new(image.name(), width, height, pixels)?)
}

/// Resamples rows of one byte a pixel.
pub fn resize_bytes(
    bytes: &[u8],
    from: (u32, u32),
    to: (u32, u32),
    filter: Filter,
) -> Result<Vec<u8>, ResizeFailed> {
    resample::<U8>(bytes, from, to, filter)
}

/// For one type of pixel: `Resizer::resize` would be compiled for the 13 types that it knows.
fn resample<P: PixelTrait>(
    bytes: &[u8],
    from: (u32, u32),
    (width, height): (u32, u32),
    filter: Filter,
) -> Result<Vec<u8>, ResizeFailed> {
    if width == 0 || height == 0 {
        return Err(ResizeFailed::Empty { width, height });
    }
    if u64::from(width) * u64::from(height) > LARGEST_AREA {
        return Err(ResizeFailed::TooLarge { width, height });
    }
    let algorithm = match filter {
        Filter::Nearest => ResizeAlg::Nearest,
        Filter::Bilinear => ResizeAlg::Convolution(FilterType::Bilinear),
        Filter::Bicubic => ResizeAlg::Convolution(FilterType::CatmullRom),
        Filter::Lanczos3 => ResizeAlg::Convolution(FilterType::Lanczos3),
    };
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, bytes)?;
    let mut pixels = vec![0; width as usize * height as usize * P::size()];
    let mut target = TypedImage::from_buffer(width, height, &mut pixels)?;
    // It weights by alpha unless told otherwise.
    let options = ResizeOptions::new().resize_alg(algorithm);
    Resizer::new().resize_typed(&source, &mut target, &options)?;
    Ok(pixels)
}

/// The size of `image` after scaling its longer side to `side` pixels.
pub fn size_within(image: &Image, side: u32) -> (u32, u32) {
    let longer = u64::from(image.longer_side());
    let scale = |length: u32| {
        let scaled = (u64::from(length) * u64::from(side) + longer / 2) / longer;
        (scaled as u32).max(1)
    };
    (scale(image.width()), scale(image.height()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_side_is_met_exactly() {
        let image = Image::new("bar", 300, 2, vec![0; 2400]).unwrap();
        assert_eq!(size_within(&image, 30), (30, 1));
        assert_eq!(size_within(&image, 600), (600, 4));
    }

    #[test]
    fn transparent_colours_do_not_bleed() {
        let white = [255, 255, 255, 255].repeat(8);
        let clear_black = [0, 0, 0, 0].repeat(8);
        let rows = [white, clear_black].concat().repeat(16);
        let image = Image::new("edge", 16, 16, rows).unwrap();
        let small = resize(&image, 8, 8).unwrap();
        let seen = small.quads().filter(|quad| quad[3] > 8);
        assert!(seen.into_iter().all(|[red, ..]| red > 240));
    }

    #[test]
    fn an_endless_size_is_refused() {
        let image = Image::new("dot", 1, 1, vec![0; 4]).unwrap();
        assert!(resize(&image, u32::MAX, u32::MAX).is_err());
        assert!(resize(&image, 0, 5).is_err());
    }
}
