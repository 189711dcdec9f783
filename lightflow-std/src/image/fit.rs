//! Scales an image to a longer side.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::resize::{ResizeFailed, resize, size_within};

/// Why an image was not scaled.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum FitError {
    #[error("image `{name}` cannot be fitted into a side of 0 pixels; choose a side of at least 1")]
    NoSide { name: String },
    #[error("image `{name}` cannot be scaled: {source}")]
    Resize { name: String, source: ResizeFailed },
}

/// Scales an image, up or down, so that its longer side measures `side` pixels.
///
/// The filter is Lanczos with three lobes; colours are weighted by alpha.
///
/// ```
/// use lightflow_std::image::{Image, fit::fit};
///
/// let bar = Image::new("bar", 40, 10, [9, 8, 7, 255].repeat(400))?;
/// let small = fit(&bar, 20)?;
/// assert_eq!((small.width(), small.height()), (20, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn fit(
    image: &Image,
    /// The longer side of the result.
    #[port(default = 1200, range = 16..=8192, unit = "px")]
    side: u32,
) -> Result<Image, FitError> {
    let name = || image.name().to_owned();
    if side == 0 {
        return Err(FitError::NoSide { name: name() });
    }
    let (width, height) = size_within(image, side);
    resize(image, width, height).map_err(|source| FitError::Resize { name: name(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar() -> Image {
        Image::new("bar", 40, 10, [9, 8, 7, 255].repeat(400)).unwrap()
    }

    #[test]
    fn the_longer_side_becomes_the_side() {
        for side in [1, 13, 40, 100] {
            let fitted = fit(&bar(), side).unwrap();
            assert_eq!(fitted.width(), side);
            assert_eq!(fitted.name(), "bar");
        }
    }

    #[test]
    fn an_even_colour_stays_as_it_is() {
        let fitted = fit(&bar(), 17).unwrap();
        assert!(fitted.quads().all(|quad| quad == [9, 8, 7, 255]));
    }

    #[test]
    fn an_impossible_side_is_refused() {
        assert!(fit(&bar(), 0).is_err());
        assert!(fit(&bar(), u32::MAX).is_err());
    }
}
