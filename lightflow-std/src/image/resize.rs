//! Scales an image to an exact size.

use lightflow::prelude::*;

use crate::image::imaging::resize::{ResizeFailed, resize_with};
use crate::image::{Filter, Image};

/// Why an image was not scaled.
#[derive(Debug, thiserror::Error)]
#[error("image `{name}` cannot be scaled: {source}")]
pub struct ResizeError {
    name: String,
    source: ResizeFailed,
}

/// Scales an image to exactly `width` x `height` pixels.
///
/// The ratio of the sides may change; [`fit`](mod@crate::image::fit) and [`smart_crop`](mod@crate::image::smart_crop) keep it. Colours are
/// weighted by alpha, so that what is transparent does not bleed into edges. When an image shrinks, the filter widens with it, so that
/// every pixel of the source counts (not for `nearest`). At most 100 megapixels are made.
///
/// ```
/// use lightflow_std::image::{Filter, Image, resize::resize};
///
/// let checkers = Image::new("checkers", 2, 1, vec![0, 0, 0, 255, 255, 255, 255, 255])?;
/// let large = resize(&checkers, 4, 2, Filter::Nearest)?;
/// assert_eq!((large.width(), large.height()), (4, 2));
/// assert_eq!(large.quads().map(|quad| quad[0]).collect::<Vec<_>>(), [0, 0, 255, 255, 0, 0, 255, 255]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn resize(
    image: &Image,
    /// Pixels a row.
    #[port(range = 1..=32768, unit = "px")]
    width: u32,
    /// Number of rows.
    #[port(range = 1..=32768, unit = "px")]
    height: u32,
    /// How pixels are made of others.
    #[port(default = Filter::Lanczos3)]
    filter: Filter,
) -> Result<Image, ResizeError> {
    resize_with(image, width, height, filter)
        .map_err(|source| ResizeError { name: image.name().to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp() -> Image {
        let quads = (0..64).map(|x| [(x * 4) as u8, 0, 0, 255]);
        Image::new("ramp", 64, 1, quads.flatten().collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn every_filter_gives_the_exact_size() {
        for filter in Filter::ALL {
            let made = resize(&ramp(), 7, 9, filter).unwrap();
            assert_eq!((made.width(), made.height(), made.name()), (7, 9, "ramp"));
        }
    }

    #[test]
    fn shrinking_averages_what_nearest_picks() {
        let stripes = (0..64).map(|x| if x % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] });
        let stripes = Image::new("stripes", 64, 1, stripes.flatten().collect::<Vec<u8>>()).unwrap();
        let middle = |filter| resize(&stripes, 16, 1, filter).unwrap().pixels()[4 * 8];
        assert!([0, 255].contains(&middle(Filter::Nearest)));
        for filter in [Filter::Bilinear, Filter::Bicubic, Filter::Lanczos3] {
            assert!(middle(filter).abs_diff(127) <= 2, "{filter:?} {}", middle(filter));
        }
    }

    #[test]
    fn an_impossible_size_is_refused_by_name() {
        for (width, height) in [(0, 5), (5, 0), (u32::MAX, u32::MAX), (20_000, 20_000)] {
            let error = resize(&ramp(), width, height, Filter::Lanczos3).unwrap_err();
            assert!(error.to_string().starts_with("image `ramp` cannot be scaled: a size of"), "{error}");
        }
    }
}
