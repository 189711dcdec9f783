//! Crops an image to a format without losing what matters.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::interest::Interest;
use crate::image::imaging::resize::{ResizeFailed, resize, resize_part, size_within};

/// Longer side, in pixels, of the copy that is looked at.
const WORKING_SIDE: u32 = 256;
/// Most places that are tried.
const PLACES: u32 = 96;

/// Why an image was not cropped.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SmartCropError {
    #[error("image `{name}` cannot be scaled: {source}")]
    Resize { name: String, source: ResizeFailed },
}

/// Crops an image to the ratio of `width` and `height` where it is most interesting, and scales it to that size.
///
/// As much as possible is kept: one side is kept whole, and the place along the other is that of the greatest
/// [interest](crate::image::imaging::interest::Interest): details, skin, vivid colours, and what stands out (after smartcrop, Wagner,
/// 2014). The same image is always cropped alike. A small image is scaled up.
///
/// ```
/// use lightflow_std::image::{Image, smart_crop::smart_crop};
///
/// // A red disc on the right of a grey wall.
/// let disc = |at: usize| (at % 120).abs_diff(95).pow(2) + (at / 120).abs_diff(20).pow(2) < 100;
/// let pixels = (0..120 * 40).flat_map(|at| if disc(at) { [210, 60, 40, 255] } else { [120, 124, 128, 255] });
/// let wall = Image::new("wall", 120, 40, pixels.collect::<Vec<u8>>())?;
/// let square = smart_crop(&wall, 40, 40)?;
/// assert_eq!((square.width(), square.height()), (40, 40));
/// assert!(square.quads().filter(|quad| quad[0] > 200).count() > 250);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(blocking)]
pub fn smart_crop(
    image: &Image,
    /// Pixels a row.
    #[port(range = 1..=16384, unit = "px")]
    width: u32,
    /// Number of rows.
    #[port(range = 1..=16384, unit = "px")]
    height: u32,
) -> Result<Image, SmartCropError> {
    let failed = |source| SmartCropError::Resize { name: image.name().to_owned(), source };
    let (wide, high) = largest(image, width, height);
    let rooms = (image.width() - wide, image.height() - high);
    let (left, top) = if rooms == (0, 0) {
        (0, 0)
    } else {
        let (small_width, small_height) = size_within(image, WORKING_SIDE.min(image.longer_side()));
        let small = resize(image, small_width, small_height).map_err(failed)?;
        best_place(&Interest::of(&small), (image.width(), image.height()), (wide, high))
    };
    resize_part(image, (left, top), (wide, high), (width, height)).map_err(failed)
}

/// The largest rectangle of the ratio of `width` and `height` in an image.
fn largest(image: &Image, width: u32, height: u32) -> (u32, u32) {
    let (width, height) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (whole_width, whole_height) = (u64::from(image.width()), u64::from(image.height()));
    let rounded = |product: u64, by: u64, most: u64| ((product + by / 2) / by).clamp(1, most) as u32;
    if whole_width * height > whole_height * width {
        (rounded(whole_height * width, height, whole_width), image.height())
    } else {
        (image.width(), rounded(whole_width * height, width, whole_height))
    }
}

/// The place of the greatest interest; of equal ones, that nearest to the middle.
fn best_place(interest: &Interest, whole: (u32, u32), part: (u32, u32)) -> (u32, u32) {
    let (room_x, room_y) = (whole.0 - part.0, whole.1 - part.1);
    let steps = room_x.max(room_y).min(PLACES);
    let share = |length: u32, whole: u32| length as f32 / whole as f32;
    let size = (share(part.0, whole.0), share(part.1, whole.1));
    let place = |step: u32| {
        let at = |room: u32| (u64::from(room) * u64::from(step) / u64::from(steps.max(1))) as u32;
        (at(room_x), at(room_y))
    };
    let score = |step: u32| {
        let (left, top) = place(step);
        interest.score((share(left, whole.0), share(top, whole.1)), size)
    };
    let middle = |step: u32| (2 * step).abs_diff(steps);
    let better = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(middle(b.1).cmp(&middle(a.1)));
    let best = (0..=steps).map(|step| (score(step), step)).max_by(better);
    place(best.map_or(0, |(_, step)| step))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc of skin colour with some texture at (`x`, 60) in 300 x 120 pixels of soft blue.
    fn disc(x: usize) -> Image {
        let pixels = (0..300 * 120_usize).flat_map(|at| {
            let (column, row) = (at % 300, at / 300);
            let inside = column.abs_diff(x).pow(2) + row.abs_diff(60).pow(2) < 625;
            let texture = (column * 7 + row * 3) % 11;
            if inside {
                [(200 + texture) as u8, (140 + texture) as u8, 110, 255]
            } else {
                [60, 80, (110 + column / 20) as u8, 255]
            }
        });
        Image::new("disc", 300, 120, pixels.collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn the_crop_follows_what_is_interesting() {
        for x in [30, 150, 260] {
            let cropped = smart_crop(&disc(x), 120, 120).unwrap();
            let skin = cropped.quads().filter(|quad| quad[0] > 180).count();
            assert!(skin > 1850, "{x}: {skin}");
        }
    }

    #[test]
    fn an_even_image_is_cropped_in_the_middle() {
        let grey = Image::new("grey", 100, 50, [90, 90, 90, 255].repeat(5000)).unwrap();
        let place = best_place(&Interest::of(&grey), (100, 50), (50, 50));
        assert_eq!(place, (25, 0));
    }

    #[test]
    fn a_portrait_keeps_its_head() {
        let Some(data) = std::env::var_os("LIGHTFLOW_TEST_DATA") else {
            return;
        };
        let path = std::path::Path::new(&data).join("photos/astronaut.png");
        let photo = crate::image::load_image::load_image(crate::image::ImageFile::at(path)).unwrap();
        let small = resize(&photo, 256, 256).unwrap();
        // The face lies between rows 80 and 190 of 512, before orange cloth that is much more vivid.
        let (_, top) = best_place(&Interest::of(&small), (512, 512), (512, 171));
        assert!(top < 80, "{top}");
    }

    #[test]
    fn the_ratio_is_kept_as_far_as_pixels_allow() {
        assert_eq!(largest(&disc(9), 1080, 1920), (68, 120));
        assert_eq!(largest(&disc(9), 1600, 400), (300, 75));
        assert_eq!(largest(&disc(9), 1, 16_384), (1, 120));
        assert_eq!(largest(&disc(9), 5, 2), (300, 120));
    }

    #[test]
    fn a_size_that_is_none_is_refused() {
        assert!(smart_crop(&disc(9), 0, 10).is_err());
        assert!(smart_crop(&disc(9), u32::MAX, u32::MAX).is_err());
    }
}
