//! Lets an image cast a shadow on what lies behind it.

use lightflow::prelude::*;

use crate::image::imaging::canvas::over;
use crate::image::imaging::gaussian::gaussian_blur;
use crate::image::imaging::hex::{ColorError, color};
use crate::image::imaging::resize::LARGEST_AREA;
use crate::image::{Image, ImageError};

/// Farthest offset in pixels.
const FARTHEST: i32 = 4096;
/// Widest blur in pixels.
const WIDEST: f32 = 500.0;

/// Why there is no shadow.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DropShadowError {
    #[error("the colour of the shadow is not known: {0}")]
    Color(#[from] ColorError),
    #[error("image `{name}` with its shadow exceeds 100 megapixels; choose a smaller blur or offset")]
    TooLarge { name: String },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Puts the shadow of what is visible behind an image, as if it hovered in front of a wall.
///
/// The canvas grows to hold the shadow: by its reach, three times `sigma`, to the sides where it shows.
/// [`soft_shadow`](mod@crate::image::soft_shadow) is for what stands on the ground.
///
/// ```
/// use lightflow_std::image::{Image, drop_shadow::drop_shadow};
///
/// let card = Image::new("card", 8, 8, [200, 0, 0, 255].repeat(64))?;
/// let shaded = drop_shadow(&card, 2, 3, 0.0, "#000000", 0.5)?;
/// assert_eq!((shaded.width(), shaded.height()), (10, 11));
/// assert_eq!(shaded.pixels()[shaded.pixels().len() - 4..], [0, 0, 0, 128]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn drop_shadow(
    image: &Image,
    /// How far the shadow lies to the right.
    #[port(default = 0, range = -4096..=4096, unit = "px")]
    x: i32,
    /// How far the shadow lies below.
    #[port(default = 8, range = -4096..=4096, unit = "px")]
    y: i32,
    /// Standard deviation of its softness.
    #[port(default = 12.0, range = 0.0..=500.0, unit = "px")]
    sigma: f32,
    /// Its colour.
    #[port(default = "#000000", matches = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")]
    shadow: &str,
    /// How dark it is.
    #[port(default = 0.35, range = 0.0..=1.0)]
    opacity: f32,
) -> Result<Image, DropShadowError> {
    let [red, green, blue, most] = color(shadow)?;
    let within = |value: f32, most: f32| if value.is_nan() { 0.0 } else { value.clamp(0.0, most) };
    let (sigma, opacity) = (within(sigma, WIDEST), within(opacity, 1.0) * f32::from(most) / 255.0);
    let (x, y) = (x.clamp(-FARTHEST, FARTHEST), y.clamp(-FARTHEST, FARTHEST));
    if opacity == 0.0 {
        return Ok(image.clone());
    }
    let reach = (3.0 * sigma).ceil() as i32;
    let margin = |offset: i32| ((reach - offset).max(0) as usize, (reach + offset).max(0) as usize);
    let ((left, right), (top, bottom)) = (margin(x), margin(y));
    let (source_width, source_height) = (image.width() as usize, image.height() as usize);
    let (width, height) = (left + source_width + right, top + source_height + bottom);
    if width as u64 * height as u64 > LARGEST_AREA {
        return Err(DropShadowError::TooLarge { name: image.name().to_owned() });
    }
    let mut alpha = vec![[0.0]; width * height];
    let (shadow_left, shadow_top) = ((left as i32 + x) as usize, (top as i32 + y) as usize);
    for (row, quads) in image.pixels().as_chunks::<4>().0.chunks_exact(source_width).enumerate() {
        let start = (shadow_top + row) * width + shadow_left;
        let target = &mut alpha[start..start + source_width];
        target.iter_mut().zip(quads).for_each(|(target, quad)| *target = [f32::from(quad[3])]);
    }
    let alpha = gaussian_blur(&alpha, width, sigma);
    let mut pixels: Vec<[u8; 4]> =
        alpha.iter().map(|[alpha]| [red, green, blue, (alpha * opacity).round() as u8]).collect();
    for (row, quads) in image.pixels().as_chunks::<4>().0.chunks_exact(source_width).enumerate() {
        let start = (top + row) * width + left;
        let target = &mut pixels[start..start + source_width];
        target.iter_mut().zip(quads).for_each(|(target, quad)| *target = over(*quad, 1.0, *target));
    }
    Ok(Image::new(image.name(), width as u32, height as u32, pixels.into_flattened())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Image {
        Image::new("card", 20, 10, [200, 0, 0, 255].repeat(200)).unwrap()
    }

    fn at(image: &Image, x: u32, y: u32) -> [u8; 4] {
        image.pixels().as_chunks::<4>().0[(y * image.width() + x) as usize]
    }

    #[test]
    fn the_shadow_lies_where_the_offset_says() {
        let shaded = drop_shadow(&card(), -4, 3, 0.0, "#102030", 1.0).unwrap();
        assert_eq!((shaded.width(), shaded.height()), (24, 13));
        assert_eq!(at(&shaded, 0, 12), [16, 32, 48, 255]);
        assert_eq!(at(&shaded, 4, 0), [200, 0, 0, 255]);
        assert_eq!(at(&shaded, 0, 0)[3], 0);
    }

    #[test]
    fn a_soft_shadow_fades_within_the_canvas() {
        let shaded = drop_shadow(&card(), 0, 0, 4.0, "#000", 1.0).unwrap();
        assert_eq!((shaded.width(), shaded.height()), (44, 34));
        assert!(at(&shaded, 22, 11)[3] > 60);
        assert!(at(&shaded, 0, 0)[3] < 5);
    }

    #[test]
    fn no_opacity_means_no_shadow() {
        for opacity in [0.0, f32::NAN, -1.0] {
            assert_eq!(drop_shadow(&card(), 4, 4, 4.0, "#000", opacity).unwrap(), card());
        }
        assert!(drop_shadow(&card(), i32::MIN, i32::MAX, f32::NAN, "#000", 1.0).is_ok());
        assert!(drop_shadow(&card(), 0, 0, 1.0, "black", 1.0).is_err());
    }
}
