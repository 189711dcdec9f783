//! Makes parts of an image transparent.

use lightflow::prelude::*;

use crate::image::{Image, Mask};

/// Why a mask was not applied.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ApplyMaskError {
    #[error(
        "the mask of {mask_width}x{mask_height} pixels does not cover image `{name}` of {width}x{height}; make the \
         mask from the same image"
    )]
    Size { name: String, width: u32, height: u32, mask_width: u32, mask_height: u32 },
}

/// Multiplies the alpha of an image by a mask; colours stay as they are.
///
/// [`cut_out`](mod@crate::image::cut_out) takes the colour of the backdrop out of the edge, too.
///
/// ```
/// use lightflow_std::image::{Image, Mask, apply_mask::apply_mask};
///
/// let image = Image::new("two", 2, 1, [[9, 9, 9, 255], [8, 8, 8, 100]].concat())?;
/// let masked = apply_mask(&image, &Mask::new(2, 1, vec![128, 255])?)?;
/// assert_eq!(masked.pixels(), [9, 9, 9, 128, 8, 8, 8, 100]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn apply_mask(image: &Image, mask: &Mask) -> Result<Image, ApplyMaskError> {
    let ((width, height), (mask_width, mask_height)) =
        ((image.width(), image.height()), (mask.width(), mask.height()));
    if (width, height) != (mask_width, mask_height) {
        return Err(ApplyMaskError::Size {
            name: image.name().to_owned(),
            width,
            height,
            mask_width,
            mask_height,
        });
    }
    let quads = image.quads().zip(mask.alpha());
    Ok(image.with_pixels(quads.map(|([red, green, blue, alpha], &share)| {
        let product = u32::from(alpha) * u32::from(share);
        [red, green, blue, ((product + 127) / 255) as u8]
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_changes_nothing() {
        let image =
            Image::new("ramp", 256, 1, (0..=255).flat_map(|a| [1, 2, 3, a]).collect::<Vec<u8>>()).unwrap();
        assert_eq!(apply_mask(&image, &Mask::new(256, 1, vec![255; 256]).unwrap()).unwrap(), image);
    }

    #[test]
    fn a_mask_of_another_size_is_refused() {
        let image = Image::new("dot", 1, 1, vec![0; 4]).unwrap();
        let error = apply_mask(&image, &Mask::new(2, 1, vec![0; 2]).unwrap()).unwrap_err();
        assert!(error.to_string().contains("mask of 2x1 pixels does not cover image `dot` of 1x1"));
    }
}
