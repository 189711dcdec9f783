use lightflow::prelude::*;

use lightflow_std::image::imaging::canvas::{Canvas, RoundedRect};
use lightflow_std::image::imaging::oklab::from_oklab;
use lightflow_std::image::{Image, ImageError};

/// Paints a stage: a wall, a floor, and a disc that light falls on. The seed chooses the colours and where the disc is.
///
/// Colours have one lightness and chroma in Oklab, so every seed gives a stage of the same weight; the disc is a third of the colour circle
/// away from the wall.
#[node]
pub fn seeded_backdrop(
    #[port(default = 1)] seed: u64,
    #[port(default = 1080, range = 16..=4096, unit = "px")] width: u32,
    #[port(default = 1080, range = 16..=4096, unit = "px")] height: u32,
    /// How colourful it is: 0 is grey.
    #[port(default = 0.07, range = 0.0..=0.2)]
    chroma: f32,
) -> Result<Image, ImageError> {
    let mut chance = Chance(seed);
    let hue = chance.next() * std::f32::consts::TAU;
    let turn = if chance.next() < 0.5 { 2.1 } else { -2.1 };
    let chroma = if chroma.is_finite() { chroma.clamp(0.0, 0.2) } else { 0.0 };
    let paint = |lightness: f32, hue: f32, chroma: f32| {
        let [red, green, blue] = from_oklab([lightness, chroma * hue.cos(), chroma * hue.sin()]);
        [red, green, blue, 255]
    };
    let (wide, high) = (width as f32, height as f32);
    let floor = 0.70 * high;
    let mut canvas = Canvas::new(width, height, |_, y| {
        let y = y as f32;
        if y < floor {
            paint(0.86 - 0.05 * y / floor, hue, chroma)
        } else {
            paint(0.72 + 0.10 * (y - floor) / (high - floor), hue, chroma)
        }
    });
    let radius = (0.30 + 0.06 * chance.next()) * wide.min(high);
    let (x, y) = ((0.5 + 0.16 * (chance.next() - 0.5)) * wide, floor - (0.85 + 0.1 * chance.next()) * radius);
    let disc =
        RoundedRect { left: x - radius, top: y - radius, width: 2.0 * radius, height: 2.0 * radius, radius };
    canvas.fill(disc, paint(0.80, hue + turn, 1.5 * chroma));
    // The floor hides what of the disc is below it.
    let image = canvas.into_image("stage")?;
    let rows = image.pixels().as_chunks::<4>().0.chunks_exact(width as usize).enumerate();
    let quads = rows.flat_map(|(y, row)| {
        let below = y as f32 >= floor;
        let plain = paint(0.72 + 0.10 * (y as f32 - floor) / (high - floor), hue, chroma);
        row.iter().map(move |quad| if below { plain } else { *quad })
    });
    Ok(image.with_pixels(quads))
}

/// Numbers from 0 to 1 that only look like chance (SplitMix64: Steele, Lea, Flood, 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1_u32 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_stage_and_another_one_another() {
        let stage = |seed| seeded_backdrop(seed, 64, 48, 0.07).unwrap();
        assert!(stage(1) == stage(1));
        assert!(stage(1) != stage(2));
    }

    #[test]
    fn without_chroma_all_is_grey() {
        let grey = seeded_backdrop(3, 32, 32, 0.0).unwrap();
        assert!(
            grey.quads().all(|[red, green, blue, _]| red.abs_diff(green) < 2 && green.abs_diff(blue) < 2)
        );
    }
}
