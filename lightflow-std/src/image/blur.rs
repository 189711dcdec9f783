//! Blurs an image.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::gaussian::gaussian_blur;
use crate::image::imaging::premultiplied::{premultiplied, straight};

/// Blurs an image with a Gaussian.
///
/// Beyond the border, the nearest pixel goes on. Colours are weighted by alpha, which is blurred, too. The cost does not grow with `sigma`.
///
/// ```
/// use lightflow_std::image::{Image, blur::blur};
///
/// let edge = Image::new("edge", 4, 1, [[0, 0, 0, 255], [0, 0, 0, 255], [255; 4], [255; 4]].concat())?;
/// let soft = blur(&edge, 1.0);
/// assert!(soft.pixels()[4] > 50 && soft.pixels()[8] < 205);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn blur(
    image: &Image,
    /// Standard deviation of the Gaussian.
    #[port(default = 4.0, range = 0.0..=1000.0, unit = "px")]
    sigma: f32,
) -> Image {
    if sigma.is_nan() || sigma <= 0.0 {
        return image.clone();
    }
    let blurred = gaussian_blur(&premultiplied(image), image.width() as usize, sigma);
    image.with_pixels(blurred.into_iter().map(straight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_transparent_does_not_bleed() {
        let pixels = (0..400).flat_map(|at| if at % 20 < 10 { [0, 0, 0, 0] } else { [255, 255, 255, 255] });
        let half = Image::new("half", 20, 20, pixels.collect::<Vec<u8>>()).unwrap();
        let soft = blur(&half, 3.0);
        assert!(soft.quads().filter(|quad| quad[3] > 0).all(|quad| quad[0] == 255));
        assert!(soft.quads().any(|quad| (100..150).contains(&quad[3])));
    }

    #[test]
    fn no_width_changes_nothing() {
        let image = Image::new("clear", 2, 1, vec![9, 8, 7, 0, 1, 2, 3, 4]).unwrap();
        for sigma in [0.0, -2.0, f32::NAN] {
            assert_eq!(blur(&image, sigma), image);
        }
    }
}
