//! Places an image on an opaque backdrop.

use lightflow::prelude::*;

use crate::image::imaging::canvas::Canvas;
use crate::image::imaging::resize::{ResizeFailed, resize, size_within};
use crate::image::{Backdrop, Image, ImageError};

/// Largest side in pixels.
const LARGEST_SIDE: u32 = 8192;
/// Grey of the gradient at its top and at its bottom.
const GRADIENT: ([f32; 3], [f32; 3]) = ([250.0, 250.0, 251.0], [221.0, 223.0, 228.0]);

/// Why an image got no backdrop.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum BackdropError {
    #[error("a backdrop side of {0} pixels is outside 1 to 8192; choose a side in between")]
    Side(u32),
    #[error("image `{name}` cannot be placed on its backdrop: {source}")]
    Resize { name: String, source: ResizeFailed },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Places an image in the middle of an opaque square of `side` pixels.
///
/// The image is scaled so that its longer side, transparent margin included, fills the
/// square.
///
/// ```
/// use lightflow_std::image::{Backdrop, Image, backdrop::backdrop};
///
/// let bar = Image::new("bar", 4, 2, [200, 0, 0, 255].repeat(8))?;
/// let shot = backdrop(&bar, 64, Backdrop::White)?;
/// assert_eq!((shot.width(), shot.height()), (64, 64));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn backdrop(
    image: &Image,
    /// The side of the square.
    #[port(default = 1200, range = 64..=8192, unit = "px")]
    side: u32,
    /// What is behind the image.
    #[port(default = Backdrop::White)]
    style: Backdrop,
) -> Result<Image, BackdropError> {
    if !(1..=LARGEST_SIDE).contains(&side) {
        return Err(BackdropError::Side(side));
    }
    let (width, height) = size_within(image, side);
    let fitted = resize(image, width, height)
        .map_err(|source| BackdropError::Resize { name: image.name().to_owned(), source })?;
    let mut canvas = Canvas::new(side, side, |_, y| match style {
        Backdrop::White => [255; 4],
        Backdrop::Gradient => gradient((y as f32 + 0.5) / side as f32),
    });
    let (left, top) = ((side - width) / 2, (side - height) / 2);
    canvas.draw_image(&fitted, i64::from(left), i64::from(top));
    Ok(canvas.into_image(image.name())?)
}

/// The gradient at a height from 0, the top, to 1, with a soft start and end.
fn gradient(down: f32) -> [u8; 4] {
    let share = down * down * (3.0 - 2.0 * down);
    let (top, bottom) = GRADIENT;
    let byte = |channel: usize| {
        let value = top[channel] + (bottom[channel] - top[channel]) * share;
        value.round() as u8
    };
    [byte(0), byte(1), byte(2), 255]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar() -> Image {
        Image::new("bar", 4, 2, [200, 0, 0, 255].repeat(8)).unwrap()
    }

    #[test]
    fn the_image_stands_in_the_middle_of_white() {
        let shot = backdrop(&bar(), 8, Backdrop::White).unwrap();
        let red = |row: usize| shot.pixels()[row * 32] == 200;
        assert_eq!((0..8).map(red).filter(|&red| red).count(), 4);
        assert!(!red(1) && red(2) && red(5) && !red(6));
        assert_eq!(shot.pixels()[..4], [255; 4]);
    }

    #[test]
    fn the_gradient_darkens_downwards() {
        let shot = backdrop(&bar(), 64, Backdrop::Gradient).unwrap();
        let (top, bottom) = (shot.pixels()[0], shot.pixels()[63 * 64 * 4]);
        assert!(top > bottom);
        assert!(shot.quads().all(|quad| quad[3] == 255));
    }

    #[test]
    fn an_impossible_side_is_refused() {
        assert!(backdrop(&bar(), 0, Backdrop::White).is_err());
        assert!(backdrop(&bar(), 10_000, Backdrop::White).is_err());
    }
}
