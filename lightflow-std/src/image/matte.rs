//! Finds the subject in front of a plain backdrop.

use lightflow::prelude::*;

use crate::image::imaging::canvas::RoundedRect;
use crate::image::imaging::guided_filter::GuidedFilter;
use crate::image::imaging::resize::{ResizeFailed, resize, size_within};
use crate::image::imaging::subject::{Subject, find_subject};
use crate::image::{Image, Mask, MaskError};

/// Longer side, in pixels, of the copy on which subject and backdrop are told apart.
const WORKING_SIDE: u32 = 640;
/// Variance of the contrast, 0 to 1, below which the guided filter sees mere noise.
const NOISE: f32 = 0.01;
/// Stretch of the filtered edge, which approaches 0 and 1 only slowly.
const STRETCH: f32 = 1.6;
/// Corner radius of a full-frame matte, as a share of the shorter side.
const FRAME_CORNER: f32 = 0.06;

/// Why no matte was made.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum MatteError {
    #[error("the matte of image `{name}` failed: {source}")]
    Resize { name: String, source: ResizeFailed },
    #[error(transparent)]
    Mask(#[from] MaskError),
}

/// Finds the subject of a photo taken in front of a plain or gently shaded backdrop.
///
/// 1. A smooth backdrop is fitted to the border of the photo in CIELAB, robustly, so
///    that a subject may reach the border.
/// 2. Pixels further than about `tolerance` (Delta E, CIE 1976) from it belong to the
///    subject; cast shadows are played down.
/// 3. What the border reaches without crossing the subject is backdrop. With
///    `openings`, enclosed parts that equal the backdrop, as in the handle of a mug,
///    are too.
/// 4. Specks go, and the edge is refined by a guided filter of `feather` pixels (He, Sun,
///    Tang, 2010). Its guide is the contrast with the backdrop, which, unlike luma,
///    tells apart colours of equal lightness.
///
/// Sizes are in pixels of a copy whose longer side is 640, so that they mean the same
/// in every photo. Where the border is no usable backdrop (cluttered, or leaving a
/// subject of less than 2 % or more than 95 %), the whole frame is the subject, with
/// softly rounded corners.
///
/// ```
/// use lightflow_std::image::{Image, matte::matte};
///
/// // A dark block on white.
/// let inside = |index: usize| (20..40).contains(&(index % 60)) && (20..40).contains(&(index / 60));
/// let pixels = (0..60 * 60).flat_map(|index| if inside(index) { [20, 20, 20, 255] } else { [250; 4] });
/// let photo = Image::new("block", 60, 60, pixels.collect::<Vec<u8>>())?;
/// let mask = matte(&photo, 7.0, 3, true)?;
/// assert_eq!(mask.alpha()[30 * 60 + 30], 255);
/// assert_eq!(mask.alpha()[0], 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn matte(
    photo: &Image,
    /// How far, in Delta E, a colour of the backdrop may lie from what is expected.
    #[port(default = 7.0, range = 1.0..=40.0)]
    tolerance: f32,
    /// How wide the edge is refined.
    #[port(default = 3, range = 0..=16, unit = "px")]
    feather: u32,
    /// Whether to look through what the subject encloses.
    #[port(default = true)]
    openings: bool,
) -> Result<Mask, MatteError> {
    let (width, height) = size_within(photo, WORKING_SIDE.min(photo.longer_side()));
    let small = resize(photo, width, height)
        .map_err(|source| MatteError::Resize { name: photo.name().to_owned(), source })?;
    let tolerance = tolerance.clamp(1.0, 40.0);
    let feather = feather.min(16) as usize;
    let alpha = match find_subject(&small, tolerance, openings) {
        Some(subject) => refine(photo, &subject, feather),
        None => full_frame(photo),
    };
    Ok(Mask::new(photo.width(), photo.height(), alpha)?)
}

/// Alpha at the full size of `photo`: the subject with its edge drawn along the edges
/// of the photo.
fn refine(photo: &Image, subject: &Subject, feather: usize) -> Vec<u8> {
    let share = &subject.share;
    let filter = GuidedFilter::fit(&subject.guide, share, feather, NOISE);
    // Deep inside and far outside there is nothing to refine.
    let nearby = share.box_blur(feather + 2);
    let step_x = share.width() as f32 / photo.width() as f32;
    let step_y = share.height() as f32 / photo.height() as f32;
    let width = photo.width() as usize;
    let pixels = photo.quads().enumerate().map(|(index, quad)| {
        let x = ((index % width) as f32 + 0.5) * step_x - 0.5;
        let y = ((index / width) as f32 + 0.5) * step_y - 0.5;
        let nearby = nearby.at(x.round() as isize, y.round() as isize);
        let alpha = if nearby <= 1e-4 {
            0.0
        } else if nearby >= 1.0 - 1e-4 {
            1.0
        } else {
            (filter.apply(x, y, subject.contrast.at(x, y, quad)) - 0.5) * STRETCH + 0.5
        };
        // What is transparent in the photo stays so.
        (alpha.clamp(0.0, 1.0) * f32::from(quad[3])).round() as u8
    });
    pixels.collect()
}

/// Alpha of the whole frame with softly rounded corners.
fn full_frame(photo: &Image) -> Vec<u8> {
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let frame = RoundedRect { left: 0.0, top: 0.0, width, height, radius: FRAME_CORNER * width.min(height) };
    let columns = photo.width() as usize;
    let pixels = photo.quads().enumerate().map(|(index, quad)| {
        let x = (index % columns) as f32 + 0.5;
        let y = (index / columns) as f32 + 0.5;
        let coverage = (0.5 - frame.distance(x, y)).clamp(0.0, 1.0);
        (coverage * f32::from(quad[3])).round() as u8
    });
    pixels.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::load_image::load_image;

    /// A red disc of radius 30 on a grey gradient with fine noise, 120 x 90 pixels;
    /// in its middle a hole of radius `hole` shows the gradient.
    fn disc(hole: f32) -> Image {
        let pixels = (0..120 * 90_usize).flat_map(|index| {
            let (x, y) = (index % 120, index / 120);
            let reach = (x as f32 - 60.0).hypot(y as f32 - 45.0);
            let grey = (180 + x / 4 + (x * 7 + y * 13) % 3) as u8;
            if reach < 30.0 && reach >= hole { [190, 30, 40, 255] } else { [grey, grey, grey, 255] }
        });
        Image::new("disc", 120, 90, pixels.collect::<Vec<u8>>()).unwrap()
    }

    fn alpha(mask: &Mask, x: u32, y: u32) -> u8 {
        mask.alpha()[(y * mask.width() + x) as usize]
    }

    #[test]
    fn the_subject_is_opaque_and_the_backdrop_clear() {
        let mask = matte(&disc(0.0), 7.0, 3, true).unwrap();
        assert_eq!(alpha(&mask, 60, 45), 255);
        assert_eq!(alpha(&mask, 2, 2), 0);
        let area = std::f32::consts::PI * 900.0 / (120.0 * 90.0);
        assert!((mask.coverage() - area).abs() < 0.02);
    }

    #[test]
    fn an_opening_is_looked_through_only_on_demand() {
        let ring = disc(12.0);
        assert!(alpha(&matte(&ring, 7.0, 2, true).unwrap(), 60, 45) < 20);
        assert_eq!(alpha(&matte(&ring, 7.0, 2, false).unwrap(), 60, 45), 255);
    }

    #[test]
    fn without_a_backdrop_the_whole_frame_is_kept() {
        let clutter = (0..64 * 64_usize).flat_map(|index| {
            let tile = (index % 64 / 5 * 7 + index / 64 / 5 * 3) % 5;
            [[250, 0, 0, 255], [0, 250, 0, 255], [0, 0, 250, 255], [9, 9, 9, 255], [250; 4]][tile]
        });
        let photo = Image::new("clutter", 64, 64, clutter.collect::<Vec<u8>>()).unwrap();
        let mask = matte(&photo, 7.0, 3, true).unwrap();
        assert!(mask.coverage() > 0.95);
        assert!(alpha(&mask, 0, 0) < 128);
    }

    #[test]
    fn a_picture_of_nothing_keeps_its_frame() {
        let grey = Image::new("grey", 40, 30, [128, 128, 128, 255].repeat(1200)).unwrap();
        assert!(matte(&grey, 7.0, 3, true).unwrap().coverage() > 0.95);
    }

    #[test]
    fn odd_input_does_no_harm() {
        for (width, height) in [(1, 1), (1, 9), (700, 1)] {
            let pixels = vec![200; (width * height * 4) as usize];
            let photo = Image::new("line", width, height, pixels).unwrap();
            let mask = matte(&photo, f32::NAN, u32::MAX, true).unwrap();
            assert_eq!((mask.width(), mask.height()), (width, height));
        }
    }

    #[test]
    fn real_photos_keep_a_subject() {
        let Some(data) = std::env::var_os("LIGHTFLOW_TEST_DATA") else {
            return;
        };
        let folder = std::path::Path::new(&data).join("photos");
        for path in crate::image::list_images::list_images(folder).unwrap() {
            let photo = load_image(path).unwrap();
            let mask = matte(&photo, 7.0, 3, true).unwrap();
            assert!(mask.coverage() > 0.02, "{photo:?}");
        }
    }
}
