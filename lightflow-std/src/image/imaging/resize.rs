//! Change of an image's size.

use lightflow_signal::raster::{Channels, Kernel, Raster, ResampleError, resample};

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
    #[error("image cannot be resampled: {0}; choose another part")]
    Part(#[from] ResampleError),
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
    resize_from(image, ((0, 0), (image.width(), image.height())), (width, height), filter)
}

/// Resamples a part of an image, of `part` pixels from `corner` on, with a Lanczos kernel of three lobes.
///
/// What lies around it has no influence: it is as if the part were cut out before, but without a copy of it.
pub fn resize_part(
    image: &Image,
    corner: (u32, u32),
    part: (u32, u32),
    size: (u32, u32),
) -> Result<Image, ResizeFailed> {
    resize_from(image, (corner, part), size, Filter::Lanczos3)
}

fn resize_from(
    image: &Image,
    part: ((u32, u32), (u32, u32)),
    (width, height): (u32, u32),
    filter: Filter,
) -> Result<Image, ResizeFailed> {
    let raster =
        Raster { bytes: image.pixels(), channels: Channels::Rgba, size: (image.width(), image.height()) };
    check_size(width, height)?;
    let pixels = resample(raster, part, (width, height), kernel(filter))?;
    Ok(Image::new(image.name(), width, height, pixels)?)
}

/// Resamples rows of one byte a pixel.
pub fn resize_bytes(
    bytes: &[u8],
    from: (u32, u32),
    (width, height): (u32, u32),
    filter: Filter,
) -> Result<Vec<u8>, ResizeFailed> {
    check_size(width, height)?;
    let raster = Raster { bytes, channels: Channels::One, size: from };
    Ok(resample(raster, ((0, 0), from), (width, height), kernel(filter))?)
}

fn check_size(width: u32, height: u32) -> Result<(), ResizeFailed> {
    if width == 0 || height == 0 {
        return Err(ResizeFailed::Empty { width, height });
    }
    if u64::from(width) * u64::from(height) > LARGEST_AREA {
        return Err(ResizeFailed::TooLarge { width, height });
    }
    Ok(())
}

fn kernel(filter: Filter) -> Kernel {
    match filter {
        Filter::Nearest => Kernel::Nearest,
        Filter::Bilinear => Kernel::Bilinear,
        Filter::Bicubic => Kernel::CatmullRom,
        Filter::Lanczos3 => Kernel::Lanczos3,
    }
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
    fn a_part_is_resampled_as_if_it_were_cut_out() {
        let pixels =
            (0..90 * 60_u32).flat_map(|at| [(at % 251) as u8, (at / 90) as u8 * 4, 7, (at % 3) as u8 * 100]);
        let image = Image::new("image", 90, 60, pixels.collect::<Vec<u8>>()).unwrap();
        for (corner, part) in [((10, 20), (50, 30)), ((0, 0), (90, 60)), ((89, 59), (1, 1))] {
            let cut = crate::image::crop::crop(&image, corner.0, corner.1, part.0, part.1).unwrap();
            for size in [(20, 30), (50, 30), (100, 1)] {
                let resized = resize_part(&image, corner, part, size).unwrap();
                assert_eq!(resized, resize(&cut, size.0, size.1).unwrap(), "{corner:?} {part:?} {size:?}");
            }
        }
        assert!(matches!(resize_part(&image, (41, 0), (50, 1), (5, 5)), Err(ResizeFailed::Part(_))));
        assert!(resize_part(&image, (0, 0), (50, 1), (u32::MAX, u32::MAX)).is_err());
    }

    #[test]
    fn an_endless_size_is_refused() {
        let image = Image::new("dot", 1, 1, vec![0; 4]).unwrap();
        assert!(resize(&image, u32::MAX, u32::MAX).is_err());
        assert!(resize(&image, 0, 5).is_err());
    }
}
