//! Writes an image to an AVIF file.

use lightflow::prelude::*;

use ravif::{EncodedImage, Encoder, Img, RGBA8};

use crate::image::Image;
use crate::image::file_name::picture_file;
use crate::output_file::{OutputError, write_output};

/// Why an image was not saved.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SaveAvifError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("image `{name}` of {width}x{height} cannot be written as avif: {source}; use `save_image`")]
    Encode { name: String, width: u32, height: u32, source: ravif::Error },
}

/// Saves an image as AVIF in the run's output folder, and returns the file: about half as large as a JPEG that looks the same.
///
/// `name` is the file's path in that folder, as [`save_image`](mod@crate::image::save_image) takes it. Colours are 10-bit YCbCr without
/// subsampling, transparency is kept, and colours that nobody sees are changed to what packs best. The same image gives the same bytes on
/// every machine: one thread encodes it, so it takes seconds where the picture is large. ([AV1 Image File Format](https://aomediacodec.github.io/av1-avif/),
/// by the encoder rav1e.)
///
/// # Errors
/// A name that is empty, leads out of the folder, or through a symbolic link; a side above 65,535 pixels; a file that cannot be written.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::image::{Image, save_avif::save_avif};
///
/// let red = Image::new("red", 16, 16, [255, 0, 0, 255].repeat(256))?;
/// let path = save_avif(&red, "red", 70.0, 10, &Ctx::test())?;
/// assert!(std::fs::read(path)?[4..].starts_with(b"ftypavif"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking, resource = "cpu", needs(fs))]
pub fn save_avif(
    image: &Image,
    name: &str,
    /// From small to good; 80 is about a JPEG of 90.
    #[port(default = 80.0, range = 1.0..=100.0)]
    quality: f32,
    /// From small files to quick work.
    #[port(default = 6, range = 1..=10)]
    speed: u8,
    ctx: &Ctx,
) -> Result<PathBuf, SaveAvifError> {
    let file = picture_file(name, "avif")?;
    let quality = if quality.is_finite() { quality.clamp(1.0, 100.0) } else { 80.0 };
    let (width, height) = (image.width(), image.height());
    let pixels: Vec<RGBA8> = image.quads().map(|[r, g, b, a]| RGBA8::new(r, g, b, a)).collect();
    let encoder = Encoder::new().with_quality(quality).with_alpha_quality(quality);
    // The number of threads decides into how many tiles a picture is cut, and so the bytes.
    let encoder = encoder.with_speed(speed.clamp(1, 10)).with_num_threads(Some(1));
    let EncodedImage { avif_file, .. } = encoder
        .encode_rgba(Img::new(&pixels, width as usize, height as usize))
        .map_err(|source| SaveAvifError::Encode { name: image.name().to_owned(), width, height, source })?;
    Ok(write_output(ctx, file, &avif_file)?)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::image::image_metrics::image_metrics;

    /// Soft stripes that no encoder finds hard.
    fn stripes(width: u32, height: u32) -> Image {
        let pixels =
            (0..height).flat_map(|y| (0..width).map(move |x| [(x * 3) as u8, (y * 4) as u8, 90, 255]));
        Image::new("stripes", width, height, pixels.flatten().collect::<Vec<u8>>()).unwrap()
    }

    /// What `ffmpeg` reads in it.
    fn decoded(path: &Path, width: u32, height: u32) -> Image {
        let mut command = Command::new("ffmpeg");
        command.args(["-v", "error", "-i"]).arg(path);
        command.args(["-map", "0:v:0", "-f", "rawvideo", "-pix_fmt", "rgba", "-"]);
        let output = command.output().expect("ffmpeg is installed where avif is tested");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Image::new("decoded", width, height, output.stdout).unwrap()
    }

    #[test]
    fn another_program_sees_the_same_picture() {
        let image = stripes(72, 56);
        let path = save_avif(&image, "new/stripes", 90.0, 10, &Ctx::test()).unwrap();
        assert!(path.ends_with("new/stripes.avif"));
        let metrics = image_metrics(&image, &decoded(&path, 72, 56)).unwrap();
        assert!(metrics.psnr.unwrap() > 38.0, "{metrics:?}");
    }

    #[test]
    fn less_quality_is_a_smaller_file() {
        let (image, ctx) = (stripes(64, 64), Ctx::test());
        let size = |quality| fs::metadata(save_avif(&image, "a", quality, 10, &ctx).unwrap()).unwrap().len();
        assert!(size(20.0) < size(95.0));
    }

    #[test]
    fn one_pixel_is_a_picture_and_a_line_too() {
        for (width, height) in [(1, 1), (1, 40), (33, 1)] {
            let path = save_avif(&stripes(width, height), "thin", 80.0, 10, &Ctx::test()).unwrap();
            assert_eq!(decoded(&path, width, height).width(), width);
        }
    }

    #[test]
    fn what_is_too_long_for_the_format_is_named() {
        let error = save_avif(&stripes(70_000, 1), "long", 80.0, 10, &Ctx::test()).unwrap_err().to_string();
        assert!(error.starts_with("image `stripes` of 70000x1 cannot be written as avif"), "{error}");
    }

    #[test]
    fn a_name_out_of_the_folder_is_refused() {
        assert!(save_avif(&stripes(2, 2), "../out", 80.0, 10, &Ctx::test()).is_err());
    }
}
