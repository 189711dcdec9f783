//! A picture for a model to see.

use lightflow::prelude::*;

use super::ChatImage;
use crate::image::{Image, ImageError};

/// Makes an image part of a question, as PNG. Services scale large ones down and count their pixels: `fit` them first.
///
/// ```
/// use lightflow_std::image::Image;
/// use lightflow_std::llm::image_for_chat::image_for_chat;
///
/// let dot = Image::new("dot", 1, 1, vec![255, 0, 0, 255])?;
/// assert!(image_for_chat(&dot)?.bytes.starts_with(b"\x89PNG"));
/// # Ok::<(), lightflow_std::image::ImageError>(())
/// ```
///
/// # Errors
/// When the image's name cannot be written into a PNG.
#[node]
pub fn image_for_chat(image: &Image) -> Result<ChatImage, ImageError> {
    image.to_png_bytes().map(ChatImage::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_gets_every_pixel() {
        let image = Image::new("two", 2, 1, [[255, 0, 0, 255], [0, 9, 0, 100]].concat()).unwrap();
        let sent = image_for_chat(&image).unwrap();
        assert_eq!(Image::from_png_bytes(&sent.bytes).unwrap().pixels(), image.pixels());
    }
}
