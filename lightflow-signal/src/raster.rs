//! Pictures in another size, by [fast_image_resize](https://docs.rs/fast_image_resize).

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
/// use lightflow_signal::raster::{Channels, Kernel, Raster, resample};
///
/// let raster = Raster { bytes: &[10, 30, 10, 30], channels: Channels::One, size: (2, 2) };
/// assert_eq!(resample(raster, ((0, 0), (2, 2)), (1, 1), Kernel::Bilinear)?, [20]);
/// assert_eq!(resample(raster, ((1, 0), (1, 2)), (1, 1), Kernel::Bilinear)?, [30]);
/// # Ok::<(), lightflow_signal::raster::ResampleError>(())
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
