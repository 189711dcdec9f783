//! Crops an image to what is visible.

use lightflow::prelude::*;

use crate::image::imaging::resize::LARGEST_AREA;
use crate::image::{Image, ImageError};

/// Alpha below which a pixel counts as empty.
const VISIBLE: u8 = 8;
/// Widest margin, as a share of the longer side of the subject.
const WIDEST_MARGIN: f32 = 1.0;

/// Why an image was not trimmed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum TrimError {
    #[error(
        "image `{name}` would exceed 100 megapixels with a margin of {margin}; choose a \
         smaller margin"
    )]
    TooLarge { name: String, margin: f32 },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Crops an image to what is visible in it, plus an even transparent margin.
///
/// An image without any visible pixel stays whole.
///
/// ```
/// use lightflow_std::image::{Image, trim::trim};
///
/// let image = Image::new("dot", 3, 1, [[0; 4], [9, 9, 9, 255], [0; 4]].concat())?;
/// assert_eq!(trim(&image, 0.0)?.pixels(), [9, 9, 9, 255]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn trim(
    image: &Image,
    /// The margin, as a share of the longer side of the visible part.
    #[port(default = 0.12, range = 0.0..=1.0)]
    margin: f32,
) -> Result<Image, TrimError> {
    let Some(bounds) = Bounds::of(image) else {
        return Ok(image.clone());
    };
    let (width, height) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
    let share = if margin.is_finite() { margin } else { 0.0 };
    let share = share.clamp(0.0, WIDEST_MARGIN);
    let margin = (share * width.max(height) as f32).round() as usize;
    if (width + 2 * margin) as u64 * (height + 2 * margin) as u64 > LARGEST_AREA {
        return Err(TrimError::TooLarge { name: image.name().to_owned(), margin: share });
    }

    let source_row = image.width() as usize * 4;
    let row = (width + 2 * margin) * 4;
    let mut pixels = vec![0; row * (height + 2 * margin)];
    let rows = image.pixels().chunks_exact(source_row);
    let rows = rows.skip(bounds.top).take(height);
    for (target, source) in pixels.chunks_exact_mut(row).skip(margin).zip(rows) {
        let visible = &source[bounds.left * 4..bounds.right * 4];
        target[margin * 4..(margin + width) * 4].copy_from_slice(visible);
    }
    let sides = [width, height].map(|side| (side + 2 * margin) as u32);
    Ok(Image::new(image.name(), sides[0], sides[1], pixels)?)
}

/// The smallest rectangle around all visible pixels; `right` and `bottom` lie outside.
struct Bounds {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Bounds {
    fn of(image: &Image) -> Option<Self> {
        let width = image.width() as usize;
        let mut bounds: Option<Self> = None;
        for (index, quad) in image.quads().enumerate() {
            if quad[3] < VISIBLE {
                continue;
            }
            let (x, y) = (index % width, index / width);
            let bounds = bounds.get_or_insert(Self { left: x, top: y, right: x, bottom: y });
            bounds.left = bounds.left.min(x);
            bounds.right = bounds.right.max(x + 1);
            bounds.bottom = y + 1;
        }
        bounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block of 4 x 2 opaque pixels at (3, 5) in a picture of 10 x 10.
    fn block() -> Image {
        let pixels = (0..100).flat_map(|index| {
            let inside = (3..7).contains(&(index % 10)) && (5..7).contains(&(index / 10));
            if inside { [1, 2, 3, 255] } else { [0; 4] }
        });
        Image::new("block", 10, 10, pixels.collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn without_a_margin_only_the_visible_part_is_left() {
        let trimmed = trim(&block(), 0.0).unwrap();
        assert_eq!((trimmed.width(), trimmed.height()), (4, 2));
        assert!(trimmed.quads().all(|quad| quad == [1, 2, 3, 255]));
    }

    #[test]
    fn the_margin_is_a_share_of_the_longer_side() {
        let trimmed = trim(&block(), 0.5).unwrap();
        assert_eq!((trimmed.width(), trimmed.height()), (8, 6));
    }

    #[test]
    fn a_margin_out_of_range_is_limited() {
        for (margin, width) in [(f32::NAN, 4), (-1.0, 4), (f32::INFINITY, 4), (7.0, 12)] {
            assert_eq!(trim(&block(), margin).unwrap().width(), width);
        }
    }

    #[test]
    fn an_invisible_image_stays_whole() {
        let clear = Image::new("clear", 3, 2, vec![0; 24]).unwrap();
        assert_eq!(trim(&clear, 0.1).unwrap(), clear);
    }
}
