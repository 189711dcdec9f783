//! Takes the noise out of an image.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::non_local_means::non_local_means;

/// Why the noise was left in.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DenoiseError {
    #[error("image `{name}` was not finished: the run was stopped")]
    Stopped { name: String },
}

/// Takes noise out of an image by non-local means, and keeps edges and textures that recur.
///
/// Each pixel becomes the mean of those nearby whose surroundings look alike (Buades, Coll, Morel, CVPR 2005), see
/// [`non_local_means`]. The cost grows with the number of pixels only: about a
/// second a megapixel. Alpha stays as it is.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::image::{Image, denoise::denoise};
///
/// let noisy = (0..32 * 32).flat_map(|at| [128 + (at * 7919 % 13) as u8, 128, 128, 255]);
/// let noisy = Image::new("noisy", 32, 32, noisy.collect::<Vec<u8>>())?;
/// let spread = |image: &Image| image.quads().map(|quad| quad[0].abs_diff(134) as u32).sum::<u32>();
/// let calm = denoise(&noisy, 8.0, &Ctx::test())?;
/// assert!(spread(&calm) * 2 < spread(&noisy));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking)]
pub fn denoise(
    image: &Image,
    /// Standard deviation of the noise in sRGB bytes: 3 for a good camera, 25 for a poor one in the dark.
    #[port(default = 8.0, range = 0.0..=100.0)]
    strength: f32,
    ctx: &Ctx,
) -> Result<Image, DenoiseError> {
    let strength = if strength.is_nan() { 0.0 } else { strength.clamp(0.0, 100.0) };
    if strength == 0.0 {
        return Ok(image.clone());
    }
    let colors: Vec<[f32; 3]> = image.quads().map(|[r, g, b, _]| [r, g, b].map(f32::from)).collect();
    let means = non_local_means(&colors, image.width() as usize, strength, |done| {
        ctx.progress(done, "comparing patches");
        !ctx.cancelled()
    });
    let means = means.ok_or_else(|| DenoiseError::Stopped { name: image.name().to_owned() })?;
    Ok(image.with_pixels(means.iter().zip(image.quads()).map(|(mean, quad)| {
        let [red, green, blue] = mean.map(|value| value.round().clamp(0.0, 255.0) as u8);
        [red, green, blue, quad[3]]
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A step from 80 to 180 with noise of deviation about `sigma`, or none.
    fn step(sigma: f32) -> Image {
        let mut state = 7_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1_u64 << 24) as f32
        };
        let mut noise = || ((0..12).map(|_| uniform()).sum::<f32>() - 6.0) * sigma;
        let pixels = (0..48 * 48).flat_map(|at| {
            let base = if at % 48 < 24 { 80.0 } else { 180.0 };
            let [r, g, b] = std::array::from_fn(|_| (base + noise()).round().clamp(0.0, 255.0) as u8);
            [r, g, b, 255]
        });
        Image::new("step", 48, 48, pixels.collect::<Vec<u8>>()).unwrap()
    }

    fn error(a: &Image, b: &Image) -> f64 {
        let squares = a.pixels().iter().zip(b.pixels()).map(|(&a, &b)| f64::from(a.abs_diff(b)).powi(2));
        (squares.sum::<f64>() / a.pixels().len() as f64).sqrt()
    }

    #[test]
    fn noise_goes_and_the_edge_stays() {
        for sigma in [6.0, 20.0] {
            let (clean, noisy) = (step(0.0), step(sigma));
            let calm = denoise(&noisy, sigma, &Ctx::test()).unwrap();
            assert!(error(&calm, &clean) < 0.4 * error(&noisy, &clean), "{sigma}: {}", error(&calm, &clean));
            let row = 24 * 48 * 4;
            let (left, right) = (calm.pixels()[row + 23 * 4], calm.pixels()[row + 24 * 4]);
            assert!(right - left > 80, "{left} {right}");
        }
    }

    #[test]
    fn no_strength_changes_nothing() {
        for strength in [0.0, -1.0, f32::NAN] {
            assert_eq!(denoise(&step(5.0), strength, &Ctx::test()).unwrap(), step(5.0));
        }
    }

    #[test]
    fn a_run_that_is_stopped_gets_no_half_image() {
        let ctx = Ctx::test();
        ctx.cancel_test();
        assert!(denoise(&step(5.0), 8.0, &ctx).is_err());
    }
}
