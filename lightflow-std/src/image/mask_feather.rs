//! Softens the edge of a mask.

use lightflow::prelude::*;

use crate::image::Mask;
use crate::image::imaging::gaussian::gaussian_blur;

/// Softens the edge of a mask with a Gaussian; beyond the border of the image, the nearest pixel goes on.
///
/// ```
/// use lightflow_std::image::{Mask, mask_feather::mask_feather};
///
/// let hard = Mask::new(4, 1, vec![0, 0, 255, 255])?;
/// let soft = mask_feather(&hard, 1.0);
/// assert!(soft.alpha().is_sorted() && soft.alpha()[1] > 50 && soft.alpha()[2] < 205);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mask_feather(
    mask: &Mask,
    /// Standard deviation of the Gaussian: the edge is about three times as wide.
    #[port(default = 2.0, range = 0.0..=500.0, unit = "px")]
    sigma: f32,
) -> Mask {
    let pixels: Vec<[f32; 1]> = mask.alpha().iter().map(|&alpha| [f32::from(alpha)]).collect();
    let blurred = gaussian_blur(&pixels, mask.width() as usize, sigma);
    mask.with_alpha(blurred.into_iter().map(|[value]| value.round().clamp(0.0, 255.0) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_becomes_soft_and_stays_in_its_place() {
        let hard =
            Mask::new(60, 1, (0..60).map(|x| if x < 30 { 0 } else { 255 }).collect::<Vec<u8>>()).unwrap();
        for sigma in [1.0, 5.0] {
            let soft = mask_feather(&hard, sigma);
            assert!(soft.alpha().is_sorted());
            assert!(soft.alpha()[29] < 128 && soft.alpha()[30] > 127);
            assert!((soft.coverage() - 0.5).abs() < 0.01);
        }
    }

    #[test]
    fn no_width_changes_nothing() {
        let mask = Mask::new(2, 1, vec![3, 250]).unwrap();
        for sigma in [0.0, -1.0, f32::NAN] {
            assert_eq!(mask_feather(&mask, sigma), mask);
        }
    }
}
