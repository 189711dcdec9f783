//! Makes a fingerprint of what an image looks like.

use lightflow::prelude::*;

use std::f64::consts::PI;

use crate::image::imaging::canvas::over;
use crate::image::imaging::resize::{ResizeFailed, resize_bytes};
use crate::image::{Filter, Image, PerceptualHash};

/// Side of the copy that is transformed.
const SIDE: usize = 32;
/// Frequencies that are kept along each side.
const KEPT: usize = 8;

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
#[error("image `{name}` has no hash: {source}")]
pub struct PerceptualHashError {
    name: String,
    source: ResizeFailed,
}

/// Makes 64 bits of an image that stay nearly the same when it is scaled, compressed or lightened (pHash).
///
/// The cosine transform of a grey copy of 32 x 32 pixels; each of its 64 lowest frequencies gives one bit, set if it is above the median
/// (Zauner: "Implementation and benchmarking of perceptual image hash functions", 2010; the bits are those of `imagehash.phash` of
/// Python). Transparent parts count as white. Up to about 10 bits differ between copies of one picture, about 32 between any two.
///
/// ```
/// use lightflow_std::image::{Image, fit::fit, perceptual_hash::perceptual_hash};
///
/// let waves = |x: u32, y: u32| [(x * 2 + y) as u8, (x * x / 60 + y * 2) as u8, (x * y / 50) as u8, 255];
/// let pixels = (0..120 * 90).flat_map(|at| waves(at % 120, at / 120));
/// let image = Image::new("waves", 120, 90, pixels.collect::<Vec<u8>>())?;
/// let (large, small) = (perceptual_hash(&image)?, perceptual_hash(&fit(&image, 60)?)?);
/// assert!(large.distance(small) <= 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn perceptual_hash(image: &Image) -> Result<PerceptualHash, PerceptualHashError> {
    // The weights of ITU-R BT.601 in 16 bits, as Pillow has them.
    let grey = image.quads().map(|quad| {
        let [red, green, blue, _] = over(quad, 1.0, [255; 4]).map(u32::from);
        ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16) as u8
    });
    let grey: Vec<u8> = grey.collect();
    let side = SIDE as u32;
    let small = resize_bytes(&grey, (image.width(), image.height()), (side, side), Filter::Lanczos3)
        .map_err(|source| PerceptualHashError { name: image.name().to_owned(), source })?;
    let frequencies = low_frequencies(&small);
    let mut sorted = frequencies;
    sorted.sort_by(f64::total_cmp);
    let median = (sorted[31] + sorted[32]) / 2.0;
    let bits = frequencies.iter().fold(0, |bits, &frequency| bits << 1 | u64::from(frequency > median));
    Ok(PerceptualHash { bits })
}

/// The lowest frequencies of the cosine transform (type II), row by row.
fn low_frequencies(pixels: &[u8]) -> [f64; KEPT * KEPT] {
    let wave = |frequency: usize, place: usize| {
        (PI * frequency as f64 * (2 * place + 1) as f64 / (2 * SIDE) as f64).cos()
    };
    let waves: [[f64; SIDE]; KEPT] = std::array::from_fn(|f| std::array::from_fn(|place| wave(f, place)));
    let along_rows: Vec<[f64; KEPT]> = pixels
        .chunks_exact(SIDE)
        .map(|row| waves.map(|wave| wave.iter().zip(row).map(|(wave, &pixel)| wave * f64::from(pixel)).sum()))
        .collect();
    std::array::from_fn(|at| {
        let (down, across) = (at / KEPT, at % KEPT);
        waves[down].iter().zip(&along_rows).map(|(wave, row)| wave * row[across]).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::adjust_color::adjust_color;
    use crate::image::resize::resize;

    fn scene(seed: u32) -> Image {
        let pixels = (0..120 * 90_u32).flat_map(|at| {
            let (x, y) = ((at % 120) as f32, (at / 120) as f32);
            let wave = |k: u32| {
                (((x * (0.02 + 0.013 * k as f32) + y * 0.04 * (seed + k) as f32).sin() + 1.0) * 120.0) as u8
            };
            [wave(1), wave(2), wave(5), 255]
        });
        Image::new("scene", 120, 90, pixels.collect::<Vec<u8>>()).unwrap()
    }

    fn distance(a: &Image, b: &Image) -> u32 {
        perceptual_hash(a).unwrap().distance(perceptual_hash(b).unwrap())
    }

    #[test]
    fn copies_are_near_and_others_far() {
        let image = scene(1);
        assert_eq!(distance(&image, &image), 0);
        assert!(distance(&image, &resize(&image, 77, 300, Filter::Bilinear).unwrap()) <= 6);
        assert!(distance(&image, &adjust_color(&image, 1.1, 0.9, 1.2, 1.0, 6500.0, 0.0)) <= 8);
        assert!(distance(&image, &scene(4)) >= 14);
    }

    #[test]
    fn the_bits_are_those_of_imagehash() {
        // What `imagehash.phash` 4.3.2 gives for the same pixels.
        let pixels = (0..120 * 90_u32).flat_map(|at| {
            let (x, y) = (at % 120, at / 120);
            [(x * 2 + y) as u8, (x * x / 60 + y * 2) as u8, (x * y / 50) as u8, 255]
        });
        let image = Image::new("waves", 120, 90, pixels.collect::<Vec<u8>>()).unwrap();
        assert_eq!(perceptual_hash(&image).unwrap().to_string(), "91356b1a645b645f");
    }

    #[test]
    fn half_of_the_bits_are_set() {
        assert_eq!(perceptual_hash(&scene(2)).unwrap().bits.count_ones(), 32);
    }

    #[test]
    fn the_digits_are_shown_in_full() {
        assert_eq!(PerceptualHash { bits: 0xab }.to_string(), "00000000000000ab");
    }
}
