//! Finds the colours that an image is made of.

use lightflow::prelude::*;

use std::collections::BTreeMap;

use crate::image::imaging::hex::hex;
use crate::image::imaging::kmeans::clusters;
use crate::image::imaging::oklab::{from_oklab, oklab};
use crate::image::imaging::resize::{ResizeFailed, resize, size_within};
use crate::image::{Image, Swatch};

/// Longer side, in pixels, of the copy that is counted.
const WORKING_SIDE: u32 = 160;

/// Why no palette was made.
#[derive(Debug, thiserror::Error)]
#[error("image `{name}` has no palette: {source}")]
pub struct PaletteError {
    name: String,
    source: ResizeFailed,
}

/// Finds the `count` colours that an image is best painted with, the most frequent first.
///
/// The colours of a small copy are grouped by k-means in Oklab, where distances are as seen (Ottosson, 2020); there is no chance in it.
/// An image of fewer colours gives fewer, one without visible pixels none.
///
/// ```
/// use lightflow_std::image::{Image, palette::palette};
///
/// let flag = Image::new("flag", 3, 1, [[255, 0, 0, 255], [255, 0, 0, 255], [0, 0, 255, 255]].concat())?;
/// let colors = palette(&flag, 5)?;
/// assert_eq!(colors[0].color, "#ff0000");
/// assert_eq!(colors[1].color, "#0000ff");
/// assert_eq!(colors.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn palette(
    image: &Image,
    /// The most colours that are wanted.
    #[port(default = 5, range = 1..=64)]
    count: usize,
) -> Result<Vec<Swatch>, PaletteError> {
    let (width, height) = size_within(image, WORKING_SIDE.min(image.longer_side()));
    let small = resize(image, width, height)
        .map_err(|source| PaletteError { name: image.name().to_owned(), source })?;
    // Colours that share their upper five bits count as one: their mean.
    let mut boxes: BTreeMap<[u8; 3], ([f32; 3], f32)> = BTreeMap::new();
    for [red, green, blue, alpha] in small.quads().filter(|quad| quad[3] > 0) {
        let color = [red, green, blue];
        let (sum, weight) = boxes.entry(color.map(|value| value >> 3)).or_default();
        let share = f32::from(alpha) / 255.0;
        oklab(color).iter().zip(sum).for_each(|(value, sum)| *sum += share * value);
        *weight += share;
    }
    let points: Vec<_> =
        boxes.into_values().map(|(sum, weight)| (sum.map(|value| value / weight), weight)).collect();
    let total: f32 = points.iter().map(|(_, weight)| weight).sum();
    let found = clusters(&points, count.clamp(1, 64));
    Ok(found
        .into_iter()
        .map(|group| Swatch { color: hex(from_oklab(group.center)), share: group.weight / total })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes() -> Image {
        let pixels = (0..100 * 10).flat_map(|at| match at % 100 {
            0..50 => [20, 30, 90, 255],
            50..80 => [240, 240, 235, 255],
            _ => [200, 40, 30, 255],
        });
        Image::new("stripes", 100, 10, pixels.collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn shares_are_those_of_the_image() {
        let colors = palette(&stripes(), 3).unwrap();
        let names: Vec<&str> = colors.iter().map(|swatch| swatch.color.as_str()).collect();
        assert_eq!(names, ["#141e5a", "#f0f0eb", "#c8281e"]);
        for (swatch, share) in colors.iter().zip([0.5, 0.3, 0.2]) {
            assert!((swatch.share - share).abs() < 1e-3);
        }
    }

    #[test]
    fn the_same_image_has_the_same_palette() {
        let pixels = (0..90 * 90_u32)
            .flat_map(|at| [(at * 31 % 255) as u8, (at / 90 * 2) as u8, (at % 7 * 30) as u8, 255]);
        let image = Image::new("mix", 90, 90, pixels.collect::<Vec<u8>>()).unwrap();
        let first = palette(&image, 6).unwrap();
        assert_eq!(first.len(), 6);
        assert_eq!(palette(&image, 6).unwrap(), first);
    }

    #[test]
    fn what_is_not_seen_does_not_count() {
        let clear = Image::new("clear", 2, 1, [[255, 0, 0, 0], [0, 255, 0, 255]].concat()).unwrap();
        assert_eq!(palette(&clear, 4).unwrap().len(), 1);
        let nothing = Image::new("nothing", 1, 1, vec![0; 4]).unwrap();
        assert!(palette(&nothing, 4).unwrap().is_empty());
    }
}
