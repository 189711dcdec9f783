//! Stands an image on the ground.

use lightflow::prelude::*;

use crate::image::imaging::canvas::over;
use crate::image::imaging::plane::Plane;
use crate::image::{Image, ImageError};

/// Alpha from which a pixel casts a shadow.
const SOLID: u8 = 128;
/// Side, in pixels, of the squares in which the shadow is computed; it is soft anyway.
const COARSE: usize = 4;
/// Height above the ground, as a share of the subject, at which the shadow of an
/// underside has faded to about a third.
const FADE: f32 = 0.17;
/// Widest blur, as a share of the longer side.
const WIDEST_BLUR: f32 = 0.2;
/// Colour of the shadow: black with a touch of blue, as under a soft sky.
const COLOR: [u8; 3] = [16, 18, 24];

/// One soft band along the underside; lengths are shares of the longer side.
struct Layer {
    above: f32,
    below: f32,
    blur: f32,
    strength: f32,
}

/// Puts a soft shadow under the subject, as if it stood on the ground.
///
/// A narrow dark shadow marks the contact, a wide one the light the subject takes
/// from the ground. Both follow the underside of the subject and fade where it leaves
/// the ground.
///
/// If the transparent margin is too small for the shadow, it
/// grows on all sides alike, so the subject stays in the middle.
///
/// ```
/// use lightflow_std::image::{Image, soft_shadow::soft_shadow};
///
/// let tight = Image::new("tight", 40, 40, [90, 0, 0, 255].repeat(1600))?;
/// let standing = soft_shadow(&tight, 0.5, 0.1)?;
/// assert!(standing.width() > 40);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn soft_shadow(
    image: &Image,
    /// Darkness at the contact.
    #[port(default = 0.55, range = 0.0..=1.0)]
    opacity: f32,
    /// Softness, as a share of the longer side.
    #[port(default = 0.03, range = 0.0..=0.2)]
    blur: f32,
) -> Result<Image, ImageError> {
    let opacity = within(opacity, 1.0);
    let blur = within(blur, WIDEST_BLUR);
    let undersides = undersides(image);
    let Some(ground) = undersides.iter().flatten().max().copied() else {
        return Ok(image.clone());
    };
    let size = subject_size(image);
    let layers = [
        Layer { above: 0.03, below: 0.004, blur: 0.22 * blur, strength: 0.9 },
        Layer { above: 0.09, below: 0.02, blur, strength: 0.6 },
    ];
    let padding = missing_margin(image, ground, (0.02 + 2.6 * blur) * size);
    let canvas = (image.width() as usize + 2 * padding, image.height() as usize + 2 * padding);
    let shadows = layers.map(|layer| layer.cast(&undersides, ground, size, padding, canvas));
    let pixels: Vec<u8> = (0..canvas.0 * canvas.1)
        .flat_map(|index| {
            let (x, y) = (index % canvas.0, index / canvas.0);
            let [contact, wide] = shadows.each_ref().map(|shadow| at_full_size(shadow, x, y));
            let darkness = opacity * (1.0 - (1.0 - contact) * (1.0 - wide));
            let alpha = (darkness * 255.0).round() as u8;
            let shadow = [COLOR[0], COLOR[1], COLOR[2], alpha];
            match pixel_at(image, x.checked_sub(padding), y.checked_sub(padding)) {
                Some(quad) => over(quad, 1.0, shadow),
                None => shadow,
            }
        })
        .collect();
    Image::new(image.name(), canvas.0 as u32, canvas.1 as u32, pixels)
}

impl Layer {
    /// Darkness of the layer, 0 to 1, in squares of [`COARSE`] pixels.
    fn cast(
        &self,
        undersides: &[Option<usize>],
        ground: usize,
        size: f32,
        padding: usize,
        canvas: (usize, usize),
    ) -> Plane {
        let (width, height) = (canvas.0.div_ceil(COARSE), canvas.1.div_ceil(COARSE));
        let mut values = vec![0.0; width * height];
        for (column, underside) in undersides.iter().enumerate() {
            let Some(underside) = *underside else {
                continue;
            };
            let lifted = (ground - underside) as f32 / (FADE * size);
            let weight = self.strength * (-lifted * lifted).exp() / COARSE as f32;
            let x = (column + padding) / COARSE;
            let middle = (underside + padding) as f32;
            let top = ((middle - self.above * size) / COARSE as f32).max(0.0) as usize;
            let bottom = ((middle + self.below * size) / COARSE as f32) as usize;
            for y in top..=bottom.min(height - 1) {
                values[y * width + x] += weight;
            }
        }
        Plane::new(width, height, values).gaussian_blur(self.blur * size / COARSE as f32)
    }
}

/// `value` limited to 0 and `most`; what is no number counts as 0.
fn within(value: f32, most: f32) -> f32 {
    value.max(0.0).min(most)
}

/// The lowest solid row of each column.
fn undersides(image: &Image) -> Vec<Option<usize>> {
    let width = image.width() as usize;
    let mut lowest = vec![None; width];
    for (index, quad) in image.quads().enumerate() {
        if quad[3] >= SOLID {
            lowest[index % width] = Some(index / width);
        }
    }
    lowest
}

/// The longer side of the solid part, in pixels.
fn subject_size(image: &Image) -> f32 {
    let width = image.width() as usize;
    let solid = |row: &[u8]| row.as_chunks::<4>().0.iter().any(|quad| quad[3] >= SOLID);
    let rows = image.pixels().chunks_exact(width * 4);
    let height = rows.filter(|row| solid(row)).count();
    let columns = undersides(image).iter().flatten().count();
    height.max(columns) as f32
}

/// How many pixels of margin are missing for a shadow that reaches `reach` pixels
/// beyond the solid part, to the sides and below the ground.
fn missing_margin(image: &Image, ground: usize, reach: f32) -> usize {
    let undersides = undersides(image);
    let left = undersides.iter().take_while(|side| side.is_none()).count();
    let right = undersides.iter().rev().take_while(|side| side.is_none()).count();
    let below = image.height() as usize - 1 - ground;
    (reach.ceil() as usize).saturating_sub(left.min(right).min(below))
}

fn at_full_size(shadow: &Plane, x: usize, y: usize) -> f32 {
    let place = |pixel: usize| (pixel as f32 + 0.5) / COARSE as f32 - 0.5;
    shadow.sample(place(x), place(y))
}

fn pixel_at(image: &Image, x: Option<usize>, y: Option<usize>) -> Option<[u8; 4]> {
    let (x, y) = (x?, y?);
    let width = image.width() as usize;
    if x >= width {
        return None;
    }
    image.pixels().as_chunks::<4>().0.get(y * width + x).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An opaque red block of 40 x 40 pixels in the middle of 120 x 120.
    fn block() -> Image {
        let pixels = (0..120 * 120).flat_map(|index| {
            let inside = (40..80).contains(&(index % 120)) && (40..80).contains(&(index / 120));
            if inside { [255, 0, 0, 255] } else { [0; 4] }
        });
        Image::new("block", 120, 120, pixels.collect::<Vec<u8>>()).unwrap()
    }

    fn alpha(image: &Image, x: usize, y: usize) -> u8 {
        image.pixels()[(y * image.width() as usize + x) * 4 + 3]
    }

    #[test]
    fn the_shadow_lies_below_the_subject() {
        let shaded = soft_shadow(&block(), 0.8, 0.1).unwrap();
        assert!(alpha(&shaded, 60, 81) > 40);
        assert_eq!(alpha(&shaded, 60, 38), 0);
    }

    #[test]
    fn the_subject_keeps_its_pixels() {
        let shaded = soft_shadow(&block(), 1.0, 0.1).unwrap();
        let red = shaded.quads().filter(|&quad| quad == [255, 0, 0, 255]);
        assert_eq!(red.count(), 1600);
    }

    #[test]
    fn no_opacity_means_no_shadow() {
        let shaded = soft_shadow(&block(), 0.0, 0.03).unwrap();
        assert_eq!(shaded.quads().filter(|quad| quad[3] > 0).count(), 1600);
    }

    #[test]
    fn a_missing_margin_grows_on_all_sides() {
        let tight = Image::new("tight", 40, 40, [0, 0, 0, 255].repeat(1600)).unwrap();
        let shaded = soft_shadow(&tight, 0.5, 0.1).unwrap();
        let grown = shaded.width() - 40;
        assert!(grown >= 20 && grown.is_multiple_of(2));
        assert_eq!(shaded.height() - 40, grown);
    }

    #[test]
    fn odd_input_does_no_harm() {
        let clear = Image::new("clear", 1, 1, vec![0; 4]).unwrap();
        assert_eq!(soft_shadow(&clear, 0.5, 0.1).unwrap(), clear);
        let dot = Image::new("dot", 1, 1, vec![255; 4]).unwrap();
        assert!(soft_shadow(&dot, f32::NAN, f32::INFINITY).is_ok());
    }
}
