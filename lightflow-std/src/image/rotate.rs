//! Turns an image.

use lightflow::prelude::*;

use crate::image::imaging::canvas::over;
use crate::image::imaging::hex::{ColorError, color};
use crate::image::imaging::premultiplied::{premultiplied, straight};
use crate::image::imaging::resize::LARGEST_AREA;
use crate::image::{Image, ImageError};

/// Why an image was not turned.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum RotateError {
    #[error("an angle of {0} degrees is no direction; choose a number")]
    Angle(f32),
    #[error("the colour of the corners is not known: {0}")]
    Fill(#[from] ColorError),
    #[error(
        "image `{name}`, turned, needs {width}x{height} pixels, above the limit of 100 megapixels; scale it down"
    )]
    TooLarge { name: String, width: u64, height: u64 },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Turns an image clockwise about its middle; the result is as large as the turned image needs.
///
/// Multiples of 90 degrees move pixels without changing them. Other angles resample with Catmull and Rom's cubic (1974), weighted by alpha,
/// and corners show `fill`.
///
/// ```
/// use lightflow_std::image::{Image, rotate::rotate};
///
/// let row = Image::new("row", 2, 1, [[1; 4], [2; 4]].concat())?;
/// let column = rotate(&row, 90.0, "#00000000")?;
/// assert_eq!((column.width(), column.height()), (1, 2));
/// assert_eq!(column.pixels(), row.pixels());
/// assert_eq!(rotate(&row, 180.0, "#00000000")?.pixels(), [2, 2, 2, 2, 1, 1, 1, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn rotate(
    image: &Image,
    /// How far it is turned, clockwise.
    #[port(range = -360.0..=360.0, unit = "deg")]
    angle: f32,
    /// The colour of the corners.
    #[port(default = "#00000000", matches = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")]
    fill: &str,
) -> Result<Image, RotateError> {
    let fill = color(fill)?;
    if !angle.is_finite() {
        return Err(RotateError::Angle(angle));
    }
    let angle = f64::from(angle).rem_euclid(360.0);
    if angle % 90.0 == 0.0 {
        return Ok(quarter_turns(image, (angle / 90.0) as u32 % 4)?);
    }
    let (sine, cosine) = angle.to_radians().sin_cos();
    let (width, height) = (f64::from(image.width()), f64::from(image.height()));
    // A tolerance for rounding, so that a side of 100.0000001 pixels is one of 100.
    let side = |a: f64, b: f64| ((a.abs() + b.abs() - 1e-6).ceil() as u64).max(1);
    let (wide, high) = (side(width * cosine, height * sine), side(width * sine, height * cosine));
    if wide.saturating_mul(high) > LARGEST_AREA {
        return Err(RotateError::TooLarge { name: image.name().to_owned(), width: wide, height: high });
    }
    let source = Source {
        pixels: premultiplied(image),
        width: image.width() as isize,
        height: image.height() as isize,
    };
    let places = (0..high).flat_map(|y| (0..wide).map(move |x| (x, y)));
    let pixels = places.flat_map(|(x, y)| {
        let (across, down) = (x as f64 + 0.5 - wide as f64 / 2.0, y as f64 + 0.5 - high as f64 / 2.0);
        let u = across * cosine + down * sine + width / 2.0 - 0.5;
        let v = down * cosine - across * sine + height / 2.0 - 0.5;
        over(straight(source.at(u, v)), 1.0, fill)
    });
    Ok(Image::new(image.name(), wide as u32, high as u32, pixels.collect::<Vec<u8>>())?)
}

fn quarter_turns(image: &Image, turns: u32) -> Result<Image, ImageError> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let quads = image.pixels().as_chunks::<4>().0;
    let pixels: Vec<[u8; 4]> = match turns {
        0 => return Ok(image.clone()),
        1 => (0..quads.len()).map(|at| quads[(height - 1 - at % height) * width + at / height]).collect(),
        2 => quads.iter().rev().copied().collect(),
        _ => (0..quads.len()).map(|at| quads[at % height * width + width - 1 - at / height]).collect(),
    };
    let (width, height) =
        if turns == 2 { (image.width(), image.height()) } else { (image.height(), image.width()) };
    Image::new(image.name(), width, height, pixels.into_flattened())
}

struct Source {
    pixels: Vec<[f32; 4]>,
    width: isize,
    height: isize,
}

impl Source {
    /// The pixel between pixels; beyond the image all is transparent.
    fn at(&self, u: f64, v: f64) -> [f32; 4] {
        let (left, top) = (u.floor(), v.floor());
        let (across, down) = (catmull_rom((u - left) as f32), catmull_rom((v - top) as f32));
        let (left, top) = (left as isize - 1, top as isize - 1);
        let mut sum = [0.0; 4];
        if left <= -4 || top <= -4 || left >= self.width || top >= self.height {
            return sum;
        }
        for (y, weight_y) in (top..).zip(down) {
            for (x, weight_x) in (left..).zip(across) {
                if (0..self.width).contains(&x) && (0..self.height).contains(&y) {
                    let pixel = self.pixels[(y * self.width + x) as usize];
                    (0..4).for_each(|channel| sum[channel] += weight_x * weight_y * pixel[channel]);
                }
            }
        }
        sum
    }
}

/// Weights of the four pixels around a place between the two in the middle.
fn catmull_rom(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        0.5 * (-t3 + 2.0 * t2 - t),
        0.5 * (3.0 * t3 - 5.0 * t2 + 2.0),
        0.5 * (-3.0 * t3 + 4.0 * t2 + t),
        0.5 * (t3 - t2),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Image {
        let quads = (0..6).map(|index: u8| [index, 0, 0, 255]);
        Image::new("grid", 3, 2, quads.flatten().collect::<Vec<u8>>()).unwrap()
    }

    fn reds(image: &Image) -> Vec<u8> {
        image.quads().map(|quad| quad[0]).collect()
    }

    #[test]
    fn quarter_turns_are_clockwise_and_exact() {
        let turned = |angle: f32| rotate(&grid(), angle, "#00000000").unwrap();
        assert_eq!(reds(&turned(90.0)), [3, 0, 4, 1, 5, 2]);
        assert_eq!(reds(&turned(180.0)), [5, 4, 3, 2, 1, 0]);
        assert_eq!(reds(&turned(270.0)), [2, 5, 1, 4, 0, 3]);
        assert_eq!(turned(-90.0), turned(270.0));
        assert_eq!(turned(360.0), grid());
    }

    #[test]
    fn a_free_angle_grows_the_image_and_fills_the_corners() {
        let square = Image::new("square", 40, 40, [200, 10, 20, 255].repeat(1600)).unwrap();
        let turned = rotate(&square, 45.0, "#0000ff").unwrap();
        assert_eq!((turned.width(), turned.height()), (57, 57));
        assert_eq!(turned.pixels()[..4], [0, 0, 255, 255]);
        assert_eq!(turned.pixels()[4 * (28 * 57 + 28)..][..4], [200, 10, 20, 255]);
    }

    #[test]
    fn a_small_angle_there_and_back_keeps_a_smooth_image() {
        let pixels = (0..64 * 64).flat_map(|index| [(index % 64 * 3) as u8, (index / 64 * 3) as u8, 90, 255]);
        let smooth = Image::new("smooth", 64, 64, pixels.collect::<Vec<u8>>()).unwrap();
        let back = rotate(&rotate(&smooth, 7.0, "#00000000").unwrap(), -7.0, "#00000000").unwrap();
        let (offset, wide) = ((back.width() - 64) / 2, back.width());
        for (x, y) in [(32, 32), (12, 40), (50, 20)] {
            let there = smooth.pixels()[(y * 64 + x) * 4];
            let here = back.pixels()[((y as u32 + offset) * wide + x as u32 + offset) as usize * 4];
            assert!(there.abs_diff(here) <= 3, "({x}, {y}): {there} {here}");
        }
    }

    #[test]
    fn what_is_no_angle_or_colour_is_refused() {
        assert!(matches!(rotate(&grid(), f32::NAN, "#000"), Err(RotateError::Angle(_))));
        assert!(matches!(rotate(&grid(), f32::INFINITY, "#000"), Err(RotateError::Angle(_))));
        let error = rotate(&grid(), 5.0, "blue").unwrap_err().to_string();
        assert!(error.contains("`blue` is no colour"), "{error}");
    }
}
