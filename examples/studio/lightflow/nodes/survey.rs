use lightflow::prelude::*;
use lightflow_std::image::imaging::resize::{ResizeFailed, resize, size_within};
use lightflow_std::image::load_image::{LoadImageError, load_image};
use lightflow_std::image::perceptual_hash::{PerceptualHashError, perceptual_hash};
use lightflow_std::image::{Image, ImageFile};

use crate::types::Candidate;

/// Longer side of the copy on which a picture is measured, so that numbers mean the same for all sizes.
const WORKING_SIDE: u32 = 512;

/// Why a picture was not measured.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    #[error(transparent)]
    Load(#[from] LoadImageError),
    #[error(transparent)]
    Hash(#[from] PerceptualHashError),
    #[error("image `{name}` cannot be measured: {source}")]
    Resize { name: String, source: ResizeFailed },
}

/// Reads a picture, hashes what it looks like, and measures it: lightness, contrast, colourfulness, sharpness.
///
/// All in one step: what goes from step to step is kept, and a line of numbers is worth it where millions of pixels are not.
/// Colourfulness is that of Hasler and Süsstrunk ("Measuring colorfulness in natural images", 2003); sharpness is the variance of the
/// Laplacian (Pech-Pacheco and others, 2000).
#[node(blocking, resource = "cpu", needs(fs))]
pub fn survey(file: ImageFile) -> Result<Candidate, SurveyError> {
    let picture = load_image(file.clone())?;
    measure(file, &picture)
}

fn measure(file: ImageFile, picture: &Image) -> Result<Candidate, SurveyError> {
    let hash = perceptual_hash(picture)?;
    let (width, height) = size_within(picture, WORKING_SIDE.min(picture.longer_side()));
    let small = resize(picture, width, height)
        .map_err(|source| SurveyError::Resize { name: picture.name().to_owned(), source })?;
    let lightness: Vec<f32> = small.quads().map(lightness).collect();
    let (mean, deviation) = mean_and_deviation(lightness.iter().copied());
    Ok(Candidate {
        file,
        width: picture.width(),
        height: picture.height(),
        hash,
        lightness: mean,
        contrast: deviation,
        colorfulness: colorfulness(&small),
        sharpness: sharpness(&lightness, width as usize),
    })
}

/// CIELAB L* of an sRGB pixel, from 0 to 100; 2.2 stands for the transfer curve.
fn lightness([red, green, blue, _]: [u8; 4]) -> f32 {
    let linear = |value: u8| (f32::from(value) / 255.0).powf(2.2);
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    (116.0 * luminance.cbrt() - 16.0).max(0.0)
}

fn colorfulness(picture: &Image) -> f32 {
    let red_green = picture.quads().map(|[red, green, ..]| f32::from(red) - f32::from(green));
    let yellow_blue = picture
        .quads()
        .map(|[red, green, blue, _]| (f32::from(red) + f32::from(green)) / 2.0 - f32::from(blue));
    let (first, second) = (mean_and_deviation(red_green), mean_and_deviation(yellow_blue));
    first.1.hypot(second.1) + 0.3 * first.0.hypot(second.0)
}

fn sharpness(lightness: &[f32], width: usize) -> f32 {
    let height = lightness.len() / width;
    let at = |x: usize, y: usize| lightness[y * width + x];
    let inner = (1..height.saturating_sub(1)).flat_map(|y| (1..width.saturating_sub(1)).map(move |x| (x, y)));
    let laplacian =
        inner.map(|(x, y)| at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4.0 * at(x, y));
    let (_, deviation) = mean_and_deviation(laplacian);
    deviation * deviation
}

/// Of no value at all, both are 0.
fn mean_and_deviation(values: impl Iterator<Item = f32>) -> (f32, f32) {
    let (mut count, mut sum, mut squares) = (0_u64, 0.0_f64, 0.0_f64);
    for value in values {
        count += 1;
        sum += f64::from(value);
        squares += f64::from(value) * f64::from(value);
    }
    if count == 0 {
        return (0.0, 0.0);
    }
    let mean = sum / count as f64;
    let variance = (squares / count as f64 - mean * mean).max(0.0);
    (mean as f32, variance.sqrt() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(width: u32, pixels: impl Fn(u32, u32) -> [u8; 3]) -> Candidate {
        let quads = (0..width * width).flat_map(|index| {
            let [red, green, blue] = pixels(index % width, index / width);
            [red, green, blue, 255]
        });
        let picture = Image::new("test", width, width, quads.collect::<Vec<u8>>()).unwrap();
        measure(ImageFile::at("test.png".into()), &picture).unwrap()
    }

    #[test]
    fn an_even_grey_has_no_contrast_colour_or_edge() {
        let grey = measured(32, |_, _| [119; 3]);
        assert!((grey.lightness - 50.0).abs() < 1.0, "{}", grey.lightness);
        assert!(grey.contrast < 1e-2 && grey.colorfulness == 0.0 && grey.sharpness < 1e-2);
    }

    #[test]
    fn colours_and_edges_are_seen() {
        let checkers = measured(32, |x, y| if (x + y) % 2 == 0 { [255, 0, 0] } else { [0, 0, 255] });
        let gradient = measured(32, |x, _| [(x * 8) as u8; 3]);
        assert!(checkers.colorfulness > 45.0);
        assert!(checkers.sharpness > 100.0 * gradient.sharpness);
    }

    #[test]
    fn one_pixel_is_measured_too() {
        let point = measured(1, |_, _| [255; 3]);
        assert_eq!((point.width, point.sharpness), (1, 0.0));
        assert!((point.lightness - 100.0).abs() < 0.1);
    }

    #[test]
    fn a_file_is_measured_as_the_picture_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = ImageFile::at(folder.path().join("test.png"));
        let picture = Image::new("test", 2, 1, vec![9, 99, 200, 255, 30, 20, 10, 255]).unwrap();
        std::fs::write(&file.path, picture.to_png_bytes().unwrap()).unwrap();
        assert_eq!(survey(file.clone()).unwrap(), measure(file.clone(), &picture).unwrap());
        std::fs::write(&file.path, "no picture").unwrap();
        let error = survey(file).unwrap_err().to_string();
        assert!(error.contains("test.png\" cannot be decoded"), "{error}");
    }
}
