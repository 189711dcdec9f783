//! Good inputs, as the nodes themselves write them: what is near to one goes deeper into a decoder than noise.

use std::path::PathBuf;
use std::{env, fs};

use lightflow::Ctx;
use lightflow_std::audio::Audio;
use lightflow_std::audio::save_flac::save_flac;
use lightflow_std::audio::save_wav::{WavFormat, save_wav};
use lightflow_std::image::save_image::save_image;
use lightflow_std::image::{Image, ImageFormat, Mask};

/// Writes inputs into the corpus that the target is started with.
pub fn begin_with(seeds: impl IntoIterator<Item = Vec<u8>>) {
    let Some(corpus) = env::args().skip(1).map(PathBuf::from).find(|argument| argument.is_dir()) else {
        return;
    };
    for (index, seed) in seeds.into_iter().enumerate() {
        // Without it, the target begins with less.
        let _ = fs::write(corpus.join(format!("seed-{index}")), seed);
    }
}

/// Files of a short sound in each format.
pub fn sounds() -> Vec<Vec<u8>> {
    let samples = (0..400).map(|sample| (sample as f32 * 0.05).sin() * 0.5).collect();
    let hum = Audio::new("hum", 8000, 2, samples).expect("a recording");
    let ctx = Ctx::test();
    let mut files = vec![hum.to_wav_bytes().expect("its byte form")];
    for format in [WavFormat::Pcm16, WavFormat::Pcm24] {
        files.extend(save_wav(&hum, "hum", format, &ctx).ok().and_then(|path| fs::read(path).ok()));
    }
    files.extend(save_flac(&hum, "hum", 16, &ctx).ok().and_then(|path| fs::read(path).ok()));
    files
}

/// Files of a small picture in each format, and a mask.
pub fn pictures() -> Vec<Vec<u8>> {
    let quads = (0..16 * 16).flat_map(|at: u32| [at as u8, (at * 3) as u8, 90, 255 - (at / 9) as u8]);
    let tile = Image::new("tile", 16, 16, quads.collect::<Vec<u8>>()).expect("a picture");
    let ctx = Ctx::test();
    let save = |format| fs::read(save_image(&tile, "tile", format, 80, &ctx).ok()?).ok();
    let mut files: Vec<_> =
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Webp].into_iter().filter_map(save).collect();
    files.extend(Mask::new(9, 1, vec![100; 9]).expect("a mask").to_png_bytes());
    files
}
