//! Change of a raster's size. It is compiled here, once: every user of `fast_image_resize` compiles all of what it calls.

use fast_image_resize::images::{TypedCroppedImage, TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

/// Rows of pixels in 8 bits a channel, without gaps.
#[derive(Clone, Copy, Debug)]
pub struct Raster<'a> {
    /// The rows, from the top.
    pub bytes: &'a [u8],
    /// What a pixel has.
    pub channels: Channels,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

/// What a pixel has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// One byte: a mask, or grey.
    One,
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, and alpha that is not multiplied with them. Colours are weighted by it, so that the unseen colour of transparent
    /// pixels does not bleed into the edges.
    Rgba,
}

impl Channels {
    fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// How a pixel is made of those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// The nearest one.
    Nearest,
    /// A tent.
    Bilinear,
    /// Catmull-Rom (Keys, 1981).
    CatmullRom,
    /// Lanczos with three lobes.
    Lanczos3,
}

/// Why there is no raster of that size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} does not lie inside of a picture with that many bytes")]
pub struct ResampleError(&'static str);

/// Resamples a part of a raster, from a corner on, to another size. What lies around the part has no influence: it is as if it were
/// cut out before, but without a copy of it.
///
/// # Errors
/// When the part is not inside, or there are fewer bytes than pixels.
///
/// ```
/// use lightflow_artifact::resample::{Channels, Kernel, Raster, resample};
///
/// let raster = Raster { bytes: &[10, 30, 10, 30], channels: Channels::One, size: (2, 2) };
/// assert_eq!(resample(raster, ((0, 0), (2, 2)), (1, 1), Kernel::Bilinear)?, [20]);
/// assert_eq!(resample(raster, ((1, 0), (1, 2)), (1, 1), Kernel::Bilinear)?, [30]);
/// # Ok::<(), lightflow_artifact::resample::ResampleError>(())
/// ```
pub fn resample(
    raster: Raster<'_>,
    part: ((u32, u32), (u32, u32)),
    to: (u32, u32),
    kernel: Kernel,
) -> Result<Vec<u8>, ResampleError> {
    // Where nothing shows through there is nothing to weight, and no weighted copy of the picture to make.
    let weighted =
        raster.channels == Channels::Rgba && raster.bytes.chunks_exact(4).any(|pixel| pixel[3] < 255);
    let algorithm = match kernel {
        Kernel::Nearest => ResizeAlg::Nearest,
        Kernel::Bilinear => ResizeAlg::Convolution(FilterType::Bilinear),
        Kernel::CatmullRom => ResizeAlg::Convolution(FilterType::CatmullRom),
        Kernel::Lanczos3 => ResizeAlg::Convolution(FilterType::Lanczos3),
    };
    let options = ResizeOptions::new().resize_alg(algorithm).use_alpha(weighted);
    match raster.channels {
        Channels::One => of_pixels::<U8>(raster, part, to, &options),
        Channels::Rgb => of_pixels::<U8x3>(raster, part, to, &options),
        Channels::Rgba => of_pixels::<U8x4>(raster, part, to, &options),
    }
}

/// For one type of pixel: `Resizer::resize` would be compiled for the 13 types that it knows.
fn of_pixels<P: PixelTrait>(
    raster: Raster<'_>,
    ((left, top), (part_width, part_height)): ((u32, u32), (u32, u32)),
    (width, height): (u32, u32),
    options: &ResizeOptions,
) -> Result<Vec<u8>, ResampleError> {
    let (whole_width, whole_height) = raster.size;
    let whole = TypedImageRef::<P>::from_buffer(whole_width, whole_height, raster.bytes);
    let whole = whole.map_err(|_| ResampleError("a picture of that size"))?;
    let part = TypedCroppedImage::from_ref(&whole, left, top, part_width, part_height);
    let part = part.map_err(|_| ResampleError("the part"))?;
    let mut pixels = vec![0; width as usize * height as usize * raster.channels.count()];
    let target = TypedImage::from_buffer(width, height, &mut pixels);
    let mut target = target.map_err(|_| ResampleError("the result"))?;
    Resizer::new().resize_typed(&part, &mut target, options).map_err(|_| ResampleError("the part"))?;
    Ok(pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_resampled_as_if_it_were_cut_out() {
        let bytes: Vec<u8> = (0..90 * 60_u32)
            .flat_map(|at| [(at % 251) as u8, (at / 90) as u8 * 4, 7, (at % 3) as u8 * 100])
            .collect();
        let raster = Raster { bytes: &bytes, channels: Channels::Rgba, size: (90, 60) };
        for (corner, part) in [((10, 20), (50, 30)), ((0, 0), (90, 60)), ((89, 59), (1, 1))] {
            let rows = (corner.1..corner.1 + part.1).flat_map(|y| {
                let from = ((y * 90 + corner.0) * 4) as usize;
                bytes[from..from + part.0 as usize * 4].to_vec()
            });
            let cut: Vec<u8> = rows.collect();
            let cut = Raster { bytes: &cut, channels: Channels::Rgba, size: part };
            for size in [(20, 30), (50, 30), (100, 1)] {
                let seen = resample(raster, (corner, part), size, Kernel::Lanczos3).unwrap();
                assert_eq!(
                    seen,
                    resample(cut, ((0, 0), part), size, Kernel::Lanczos3).unwrap(),
                    "{corner:?} {size:?}"
                );
            }
        }
    }

    #[test]
    fn what_shows_nothing_through_is_the_same_weighted_or_not() {
        let bytes: Vec<u8> =
            (0..64 * 48_u32).flat_map(|at| [(at % 251) as u8, (at % 89) as u8, 7, 255]).collect();
        let opaque = Raster { bytes: &bytes, channels: Channels::Rgba, size: (64, 48) };
        let part = ((0, 0), (64, 47));
        let mut clear = bytes.clone();
        // A row outside of the part, which makes the picture one with alpha.
        clear[64 * 47 * 4 + 3] = 0;
        let weighted = Raster { bytes: &clear, ..opaque };
        let plain = resample(opaque, part, (20, 11), Kernel::Lanczos3).unwrap();
        let difference = resample(weighted, part, (20, 11), Kernel::Lanczos3).unwrap();
        assert!(plain.iter().zip(&difference).all(|(one, other)| one.abs_diff(*other) <= 1));
    }

    #[test]
    fn what_lies_outside_is_refused() {
        let raster = Raster { bytes: &[0; 12], channels: Channels::Rgb, size: (2, 2) };
        let kernel = Kernel::Lanczos3;
        assert!(
            resample(raster, ((1, 0), (2, 1)), (1, 1), kernel).unwrap_err().to_string().contains("the part")
        );
        let short = Raster { bytes: &[0; 11], ..raster };
        assert!(resample(short, ((0, 0), (1, 1)), (1, 1), kernel).is_err());
    }
}
