//! Takes the colour out of an image.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::color::{linear, luminance, srgb};

/// Makes an image grey: each pixel as light as it was.
///
/// It is the relative luminance of the light, not the mean of the bytes (IEC 61966-2-1), so blue becomes dark and yellow light.
///
/// ```
/// use lightflow_std::image::{Image, grayscale::grayscale};
///
/// let red = Image::new("red", 1, 1, vec![255, 0, 0, 200])?;
/// assert_eq!(grayscale(&red).pixels(), [127, 127, 127, 200]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn grayscale(image: &Image) -> Image {
    image.with_pixels(image.quads().map(|[red, green, blue, alpha]| {
        let grey = (srgb(luminance([red, green, blue].map(linear))) * 255.0).round() as u8;
        [grey, grey, grey, alpha]
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_stay_as_they_are() {
        let greys = (0..=255).flat_map(|grey| [grey, grey, grey, 255]).collect::<Vec<u8>>();
        let greys = Image::new("greys", 256, 1, greys).unwrap();
        assert_eq!(grayscale(&greys), greys);
    }

    #[test]
    fn yellow_is_lighter_than_blue() {
        let grey = |color: [u8; 4]| grayscale(&Image::new("", 1, 1, color.to_vec()).unwrap()).pixels()[0];
        assert!(grey([255, 255, 0, 255]) > 240);
        assert!(grey([0, 0, 255, 255]) < 80);
    }
}
