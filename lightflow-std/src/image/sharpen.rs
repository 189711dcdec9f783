//! Sharpens an image.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::gaussian::gaussian_blur;
use crate::image::imaging::premultiplied::premultiplied;

/// Sharpens an image: what a blur would take from it is added (unsharp masking).
///
/// Alpha stays as it is.
///
/// ```
/// use lightflow_std::image::{Image, sharpen::sharpen};
///
/// let edge = Image::new("edge", 4, 1, [[90, 90, 90, 255]; 2].concat().into_iter().chain([160, 160, 160, 255].repeat(2)).collect::<Vec<u8>>())?;
/// let sharp = sharpen(&edge, 1.0, 1.0, 0);
/// assert!(sharp.pixels()[4] < 90 && sharp.pixels()[8] > 160);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn sharpen(
    image: &Image,
    /// How much of the difference is added.
    #[port(default = 0.8, range = 0.0..=10.0)]
    amount: f32,
    /// Standard deviation of the blur: how fine the details are.
    #[port(default = 1.2, range = 0.1..=100.0, unit = "px")]
    sigma: f32,
    /// The least difference, in sRGB bytes, that counts; noise has smaller ones.
    #[port(default = 2, range = 0..=255)]
    threshold: u8,
) -> Image {
    let amount = if amount.is_finite() { amount.clamp(0.0, 10.0) } else { 0.0 };
    if amount == 0.0 || sigma.is_nan() || sigma <= 0.0 {
        return image.clone();
    }
    let blurred = gaussian_blur(&premultiplied(image), image.width() as usize, sigma);
    image.with_pixels(image.quads().zip(blurred).map(|(quad, [red, green, blue, alpha])| {
        let channel = |value: u8, sum: f32| {
            let detail = f32::from(value) - sum / alpha.max(1e-6);
            let counts = quad[3] > 0 && detail.abs() >= f32::from(threshold);
            if counts { (f32::from(value) + amount * detail).round().clamp(0.0, 255.0) as u8 } else { value }
        };
        [channel(quad[0], red), channel(quad[1], green), channel(quad[2], blue), quad[3]]
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(low: u8, high: u8) -> Image {
        let pixels = (0..60).flat_map(|at| {
            let value = if at % 20 < 10 { low } else { high };
            [value, value, value, 255]
        });
        Image::new("step", 20, 3, pixels.collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn an_edge_gets_steeper_and_a_plane_stays() {
        let sharp = sharpen(&step(100, 150), 1.0, 1.5, 0);
        let red = |x: usize| sharp.pixels()[x * 4];
        assert!(red(9) < 100 && red(10) > 150);
        assert_eq!((red(0), red(19)), (100, 150));
    }

    #[test]
    fn small_differences_are_left_alone() {
        assert_eq!(sharpen(&step(100, 104), 2.0, 1.5, 8), step(100, 104));
    }

    #[test]
    fn no_amount_changes_nothing() {
        for (amount, sigma) in [(0.0, 1.0), (f32::NAN, 1.0), (1.0, f32::NAN), (1.0, 0.0)] {
            assert_eq!(sharpen(&step(0, 255), amount, sigma, 0), step(0, 255));
        }
    }
}
