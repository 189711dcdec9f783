//! Makes a mask visible.

use lightflow::prelude::*;

use crate::image::{Image, Mask};

/// A mask as an opaque grey image: white where the subject is, black where it is not.
///
/// So a mask can be saved, laid on a contact sheet, or edited in another program; [`image_to_mask`](mod@crate::image::image_to_mask) takes
/// it back.
///
/// ```
/// use lightflow_std::image::{Mask, mask_to_image::mask_to_image};
///
/// let image = mask_to_image(&Mask::new(2, 1, vec![0, 200])?);
/// assert_eq!(image.pixels(), [0, 0, 0, 255, 200, 200, 200, 255]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mask_to_image(mask: &Mask) -> Image {
    Image::of_mask("mask", mask)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Channel;
    use crate::image::image_to_mask::image_to_mask;

    #[test]
    fn it_can_be_taken_back() {
        let mask = Mask::new(256, 1, (0..=255).collect::<Vec<u8>>()).unwrap();
        let image = mask_to_image(&mask);
        for channel in [Channel::Red, Channel::Luminance] {
            assert_eq!(image_to_mask(&image, channel), mask);
        }
    }
}
