//! Photos of all sizes, out of a few.

use std::fs;
use std::path::{Path, PathBuf};

use fast_image_resize::images::{Image as Raster, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage, imageops};
use rayon::prelude::*;

use crate::Failure;

/// Every so many photos, one is a copy of the photo before it, in another size, light and quality.
const COPIES: usize = 10;
/// Every so many photos, one is a PNG.
const PNGS: usize = 50;
/// Sides of the smallest photos; the largest have 2.5 times as many pixels a side.
const FORMS: [(u32, u32); 5] = [(1600, 1200), (1600, 1200), (1760, 1180), (1920, 1080), (1400, 1400)];

/// What a photo shows, and how.
struct Look {
    source: usize,
    /// The part that is shown: left, top, width, height, as shares.
    part: [f32; 4],
    turns: u32,
    flipped: bool,
    size: (u32, u32),
    light: i32,
    quality: u8,
    grain: u64,
}

/// Makes `count` photos in `folder`; the same ones each time.
pub fn make(folder: &Path, count: usize) -> Result<(), Failure> {
    let sources = sources()?;
    fs::create_dir_all(folder)?;
    let mut random = fastrand::Rng::with_seed(2026);
    let mut looks: Vec<Look> = Vec::with_capacity(count);
    for index in 0..count {
        let look = match looks.last() {
            Some(before) if index % COPIES == COPIES - 1 => copy(before, &mut random),
            _ => Look::new(sources.len(), &mut random),
        };
        looks.push(look);
    }
    looks.par_iter().enumerate().try_for_each(|(index, look)| {
        let picture = look.draw(&sources[look.source])?;
        if index % PNGS == PNGS / 2 {
            return Ok(picture.save_with_format(folder.join(format!("{index:04}.png")), ImageFormat::Png)?);
        }
        let mut bytes = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, look.quality))?;
        Ok(fs::write(folder.join(format!("{index:04}.jpg")), bytes)?)
    })
}

fn sources() -> Result<Vec<RgbImage>, Failure> {
    let data =
        std::env::var_os("LIGHTFLOW_TEST_DATA").ok_or("LIGHTFLOW_TEST_DATA names no folder with photos")?;
    let mut paths: Vec<PathBuf> = fs::read_dir(Path::new(&data).join("photos"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let sources: Vec<RgbImage> =
        paths.iter().filter_map(|path| Some(image::open(path).ok()?.into_rgb8())).collect();
    if sources.is_empty() { Err("no photo can be read there".into()) } else { Ok(sources) }
}

impl Look {
    fn new(sources: usize, random: &mut fastrand::Rng) -> Self {
        let mut between = |from: f32, to: f32| from + (to - from) * random.f32();
        let (width, height) = (between(0.3, 0.8), between(0.3, 0.8));
        let part = [between(0.0, 1.0 - width), between(0.0, 1.0 - height), width, height];
        let scale = between(1.0, 2.5);
        let (wide, high) = FORMS[random.usize(..FORMS.len())];
        let size = |side: u32| (side as f32 * scale) as u32;
        Self {
            source: random.usize(..sources),
            part,
            turns: random.u32(..4),
            flipped: random.bool(),
            size: if random.u32(..4) == 0 { (size(high), size(wide)) } else { (size(wide), size(high)) },
            light: random.i32(-40..40),
            quality: random.u8(80..96),
            grain: random.u64(..),
        }
    }

    fn draw(&self, source: &RgbImage) -> Result<RgbImage, Failure> {
        let place = |share: f32, length: u32| (share * length as f32) as u32;
        let [left, top, width, height] = self.part;
        let (whole_width, whole_height) = source.dimensions();
        let part = imageops::crop_imm(
            source,
            place(left, whole_width),
            place(top, whole_height),
            place(width, whole_width).max(1),
            place(height, whole_height).max(1),
        );
        let part = part.to_image();
        let part = match self.turns {
            0 => part,
            1 => imageops::rotate90(&part),
            2 => imageops::rotate180(&part),
            _ => imageops::rotate270(&part),
        };
        let part = if self.flipped { imageops::flip_horizontal(&part) } else { part };
        let (width, height) = self.size;
        let small = ImageRef::new(part.width(), part.height(), &part, PixelType::U8x3)?;
        let mut large = Raster::new(width, height, PixelType::U8x3);
        Resizer::new().resize(&small, &mut large, None)?;
        let mut pixels = large.into_vec();
        // The grain of a sensor: without it, an enlarged photo is too smooth to take as long as a real one.
        let mut random = fastrand::Rng::with_seed(self.grain);
        for bytes in pixels.chunks_mut(8) {
            let grain = random.u64(..).to_le_bytes();
            for (byte, grain) in bytes.iter_mut().zip(grain) {
                let changed = i32::from(*byte) + self.light + i32::from(grain % 9) - 4;
                *byte = changed.clamp(0, 255) as u8;
            }
        }
        Ok(RgbImage::from_raw(width, height, pixels).ok_or("three bytes a pixel")?)
    }
}

/// The same in another size, light and quality.
fn copy(of: &Look, random: &mut fastrand::Rng) -> Look {
    let scale = random.f32() * 0.4 + 0.6;
    let side = |side: u32| (side as f32 * scale) as u32;
    Look {
        size: (side(of.size.0), side(of.size.1)),
        light: of.light + random.i32(-6..6),
        quality: random.u8(60..90),
        grain: random.u64(..),
        part: of.part,
        ..*of
    }
}
