//! Takes a mask from an image.

use lightflow::prelude::*;

use crate::image::imaging::color::{linear, luminance, srgb};
use crate::image::{Channel, Image, Mask};

/// Takes a mask from an image: how opaque, how light or how red, green or blue each pixel is.
///
/// Luminance is that of the light (IEC 61966-2-1), as [`grayscale`](mod@crate::image::grayscale) has it, and a transparent pixel counts as black.
///
/// ```
/// use lightflow_std::image::{Channel, Image, image_to_mask::image_to_mask};
///
/// let image = Image::new("two", 2, 1, [[255, 255, 255, 100], [9, 8, 7, 255]].concat())?;
/// assert_eq!(image_to_mask(&image, Channel::Alpha).alpha(), [100, 255]);
/// assert_eq!(image_to_mask(&image, Channel::Blue).alpha(), [255, 7]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn image_to_mask(image: &Image, #[port(default = Channel::Alpha)] channel: Channel) -> Mask {
    Mask::of(image, |[red, green, blue, alpha]| match channel {
        Channel::Alpha => alpha,
        Channel::Luminance => {
            let light = luminance([red, green, blue].map(linear)) * f32::from(alpha) / 255.0;
            (srgb(light) * 255.0).round() as u8
        }
        Channel::Red => red,
        Channel::Green => green,
        Channel::Blue => blue,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(quad: [u8; 4], channel: Channel) -> u8 {
        image_to_mask(&Image::new("dot", 1, 1, quad.to_vec()).unwrap(), channel).alpha()[0]
    }

    #[test]
    fn each_channel_is_its_own() {
        let all = Channel::ALL.map(|channel| mask([255, 0, 20, 200], channel));
        assert_eq!((all[0], all[2], all[3], all[4]), (200, 255, 0, 20));
    }

    #[test]
    fn what_is_transparent_has_no_light() {
        assert_eq!(mask([255, 255, 255, 0], Channel::Luminance), 0);
        assert_eq!(mask([255, 255, 255, 255], Channel::Luminance), 255);
        assert!(mask([0, 255, 0, 255], Channel::Luminance) > mask([0, 0, 255, 255], Channel::Luminance));
    }
}
