//! Structural similarity.

use super::gaussian::{convolve, kernel};

/// Standard deviation of the window, and its radius in pixels.
const WINDOW: (f32, usize) = (1.5, 5);

/// Mean structural similarity of two channels of values from 0 to 255, in rows of `width`.
///
/// Wang, Bovik, Sheikh, Simoncelli: "Image quality assessment: from error visibility to structural similarity", 2004, with their Gaussian
/// window of 11 x 11 pixels and constants (0.01, 0.03). The mean is over places whose whole window lies inside; where there is none, over
/// all, and the nearest pixel goes on beyond the border.
pub fn ssim(a: &[f32], b: &[f32], width: usize) -> f64 {
    let height = a.len() / width;
    let (c1, c2) = ((0.01 * 255.0_f64).powi(2), (0.03 * 255.0_f64).powi(2));
    // Around mid grey, squares are small, so that their differences lose little.
    let moments: Vec<[f32; 5]> = a
        .iter()
        .zip(b)
        .map(|(a, b)| {
            let (a, b) = (a - 128.0, b - 128.0);
            [a, b, a * a, b * b, a * b]
        })
        .collect();
    let means = convolve(&moments, width, &kernel(WINDOW.0, WINDOW.1));
    let inside =
        |x: usize, length: usize| length <= 2 * WINDOW.1 || (WINDOW.1..length - WINDOW.1).contains(&x);
    let (mut sum, mut count) = (0.0, 0_u64);
    for (index, mean) in means.iter().enumerate() {
        if !inside(index % width, width) || !inside(index / width, height) {
            continue;
        }
        let [a, b, aa, bb, ab] = mean.map(f64::from);
        let (variance_a, variance_b, covariance) = (aa - a * a, bb - b * b, ab - a * b);
        let (a, b) = (a + 128.0, b + 128.0);
        let structure = (2.0 * covariance + c2) / (variance_a + variance_b + c2);
        sum += (2.0 * a * b + c1) / (a * a + b * b + c1) * structure;
        count += 1;
    }
    sum / count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_channels_are_wholly_similar() {
        for (width, height) in [(1, 1), (40, 3), (20, 20)] {
            let values: Vec<f32> = (0..width * height).map(|at| (at * 31 % 256) as f32).collect();
            assert!((ssim(&values, &values, width) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn even_channels_differ_by_their_lightness_only() {
        let (dark, light) = (vec![100.0; 400], vec![150.0; 400]);
        let wanted = (2.0 * 100.0 * 150.0 + 6.5025) / (100.0_f64.powi(2) + 150.0_f64.powi(2) + 6.5025);
        assert!((ssim(&dark, &light, 20) - wanted).abs() < 1e-4);
    }

    #[test]
    fn the_opposite_has_a_negative_similarity() {
        let stripes: Vec<f32> = (0..900).map(|at| if at % 4 < 2 { 40.0 } else { 210.0 }).collect();
        let opposite: Vec<f32> = stripes.iter().map(|value| 250.0 - value).collect();
        assert!(ssim(&stripes, &opposite, 30) < -0.8);
    }
}
