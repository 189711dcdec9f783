//! Writes on an image.

use lightflow::prelude::*;

use crate::image::imaging::canvas::{Canvas, over};
use crate::image::imaging::distance::distance_to;
use crate::image::imaging::gaussian::gaussian_blur;
use crate::image::imaging::hex::{ColorError, color as parse};
use crate::image::imaging::paragraph::Paragraph;
use crate::image::imaging::text::TextStyle;
use crate::image::{Anchor, Image, ImageError, TextAlign};

/// Longest text in characters.
const LONGEST: usize = 20_000;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DrawTextError {
    #[error("a text size of {0} pixels is outside 4 to 2000; choose a size in between")]
    Size(f32),
    #[error("a text of {0} characters is longer than 20000; shorten it")]
    Length(usize),
    #[error("the colour of the {0} is not known: {1}")]
    Color(&'static str, #[source] ColorError),
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Writes a text on an image, with an outline and a shadow where they are wanted.
///
/// The typeface is Ubuntu Light, which is bundled, so a text looks the same on every machine. Lines break where the text has line breaks,
/// and between words where `width` says so. What leaves the image is cut off.
///
/// ```
/// use lightflow_std::image::{Anchor, Image, TextAlign, draw_text::draw_text};
///
/// let paper = Image::new("paper", 200, 60, [255; 4].repeat(200 * 60))?;
/// let note = draw_text(
///     &paper, "Good morning", 24.0, "#202020", Anchor::Center, 0, 0, 0, TextAlign::Left, 1.2, 0.0, "#ffffff", 0.0,
/// )?;
/// assert!(note.quads().any(|quad| quad[0] < 60));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
#[allow(clippy::too_many_arguments, reason = "each is a port, most with a default")]
pub fn draw_text(
    image: &Image,
    /// What is written.
    #[port(len = 0..=20000)]
    text: &str,
    /// Height of a line, from ascender to descender.
    #[port(default = 48.0, range = 4.0..=2000.0, unit = "px")]
    size: f32,
    /// Colour of the letters.
    #[port(default = "#ffffff", matches = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")]
    color: &str,
    /// The place in the image from which the position counts.
    #[port(default = Anchor::BottomLeft)]
    anchor: Anchor,
    /// How far the text lies inwards from the side that `anchor` names, or to the right of the middle.
    #[port(default = 0, unit = "px")]
    x: i32,
    /// How far the text lies inwards from the side that `anchor` names, or below the middle.
    #[port(default = 0, unit = "px")]
    y: i32,
    /// Longest line; 0 for no bound.
    #[port(default = 0, range = 0..=32768, unit = "px")]
    width: u32,
    /// On which side lines are even.
    #[port(default = TextAlign::Left)]
    align: TextAlign,
    /// From one line to the next, as a multiple of `size`.
    #[port(default = 1.15, range = 0.5..=4.0)]
    line_height: f32,
    /// Thickness of the outline; 0 for none. In the colour of the letters, it makes them bolder.
    #[port(default = 0.0, range = 0.0..=100.0, unit = "px")]
    outline: f32,
    /// Colour of the outline.
    #[port(default = "#000000", matches = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")]
    outline_color: &str,
    /// How dark a soft shadow around the letters is; 0 for none.
    #[port(default = 0.0, range = 0.0..=1.0)]
    shadow: f32,
) -> Result<Image, DrawTextError> {
    let ink = parse(color).map_err(|error| DrawTextError::Color("letters", error))?;
    let rim = parse(outline_color).map_err(|error| DrawTextError::Color("outline", error))?;
    if !(4.0..=2000.0).contains(&size) {
        return Err(DrawTextError::Size(size));
    }
    let length = text.chars().count();
    if length > LONGEST {
        return Err(DrawTextError::Length(length));
    }
    let within =
        |value: f32, least: f32, most: f32| if value.is_nan() { least } else { value.clamp(least, most) };
    let (outline, shadow) = (within(outline, 0.0, 100.0), within(shadow, 0.0, 1.0));
    let style = TextStyle { size, color: [255; 4] };
    let paragraph = Paragraph::new(text, style, width as f32, within(line_height, 0.5, 4.0), align);
    let inner = paragraph.size();
    let (left, top) =
        anchor.place((image.width(), image.height()), (inner.0.ceil() as u32, inner.1.ceil() as u32), (x, y));
    let softness = if shadow > 0.0 { 0.12 * size } else { 0.0 };
    let reach = (outline + 3.0 * softness).ceil() as i64 + 2;
    let Some(part) = Part::of(image, (left, top), inner, reach) else {
        return Ok(image.clone());
    };
    let mut canvas = Canvas::new(part.width as u32, part.height as u32, |_, _| [0; 4]);
    paragraph.draw(&mut canvas, (left - part.left) as f32, (top - part.top) as f32);
    let letters: Vec<f32> = canvas.into_image("")?.quads().map(|quad| f32::from(quad[3]) / 255.0).collect();
    let shape = if outline > 0.0 { outlined(&letters, part.width, outline) } else { letters.clone() };
    let shade = if shadow > 0.0 { shaded(&shape, part.width, softness) } else { vec![0.0; shape.len()] };

    let mut pixels = image.pixels().as_chunks::<4>().0.to_vec();
    for (index, pixel) in part.pixels(&mut pixels, image.width() as usize).enumerate() {
        *pixel = over([0, 0, 0, 255], shadow * shade[index], *pixel);
        *pixel = over(rim, if outline > 0.0 { shape[index] } else { 0.0 }, *pixel);
        *pixel = over(ink, letters[index], *pixel);
    }
    Ok(image.with_pixels(pixels))
}

/// What the letters cover together with a line of `thickness` pixels around them.
fn outlined(letters: &[f32], width: usize, thickness: f32) -> Vec<f32> {
    let distances = distance_to(letters, width);
    distances
        .iter()
        .zip(letters)
        .map(|(far, own)| (thickness + 0.5 - far).clamp(0.0, 1.0).max(*own))
        .collect()
}

/// A soft shadow that is dark right at the shape.
fn shaded(shape: &[f32], width: usize, softness: f32) -> Vec<f32> {
    let shape: Vec<[f32; 1]> = shape.iter().map(|&covered| [covered]).collect();
    gaussian_blur(&shape, width, softness).into_iter().map(|[value]| (1.8 * value).min(1.0)).collect()
}

/// The part of an image that a text reaches.
struct Part {
    left: i64,
    top: i64,
    width: usize,
    height: usize,
}

impl Part {
    fn of(image: &Image, (left, top): (i64, i64), size: (f32, f32), reach: i64) -> Option<Self> {
        let span = |start: i64, length: f32, whole: u32| {
            let from = (start - reach).max(0);
            let to = (start + length.ceil() as i64 + reach).min(i64::from(whole));
            (from < to).then_some((from, (to - from) as usize))
        };
        let (left, width) = span(left, size.0, image.width())?;
        let (top, height) = span(top, size.1, image.height())?;
        Some(Self { left, top, width, height })
    }

    fn pixels<'a>(&self, pixels: &'a mut [[u8; 4]], width: usize) -> impl Iterator<Item = &'a mut [u8; 4]> {
        let (left, columns) = (self.left as usize, self.width);
        let rows = pixels.chunks_exact_mut(width).skip(self.top as usize).take(self.height);
        rows.flat_map(move |row| &mut row[left..left + columns])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Image {
        Image::new("paper", 160, 80, [255; 4].repeat(160 * 80)).unwrap()
    }

    fn written(text: &str, anchor: Anchor, x: i32, outline: f32, shadow: f32) -> Image {
        draw_text(
            &paper(),
            text,
            24.0,
            "#000",
            anchor,
            x,
            4,
            0,
            TextAlign::Left,
            1.2,
            outline,
            "#f00",
            shadow,
        )
        .unwrap()
    }

    /// The smallest box around all that is not white.
    fn bounds(image: &Image) -> Option<(usize, usize, usize, usize)> {
        let dark = image.quads().enumerate().filter(|(_, quad)| quad[..3] != [255; 3]);
        let places: Vec<_> = dark.map(|(at, _)| (at % 160, at / 160)).collect();
        let (xs, ys) = (places.iter().map(|place| place.0), places.iter().map(|place| place.1));
        Some((xs.clone().min()?, ys.clone().min()?, xs.max()?, ys.max()?))
    }

    #[test]
    fn the_anchor_says_where_the_text_is() {
        let (left, top, ..) = bounds(&written("Hm", Anchor::TopLeft, 6, 0.0, 0.0)).unwrap();
        assert!((6..10).contains(&left) && (4..16).contains(&top), "{left} {top}");
        let (_, _, right, bottom) = bounds(&written("Hm", Anchor::BottomRight, 6, 0.0, 0.0)).unwrap();
        assert!((148..154).contains(&right) && (64..76).contains(&bottom), "{right} {bottom}");
    }

    #[test]
    fn an_outline_is_as_thick_as_asked() {
        let plain = bounds(&written("Hm", Anchor::Center, 0, 0.0, 0.0)).unwrap();
        let rimmed = written("Hm", Anchor::Center, 0, 5.0, 0.0);
        let outlined = bounds(&rimmed).unwrap();
        assert!(plain.0.abs_diff(outlined.0 + 5) <= 1 && plain.3.abs_diff(outlined.3 - 5) <= 1);
        assert!(rimmed.quads().any(|quad| quad == [255, 0, 0, 255]));
    }

    #[test]
    fn a_shadow_darkens_around_the_letters() {
        let (plain, shaded) =
            (written("Hm", Anchor::Center, 0, 0.0, 0.0), written("Hm", Anchor::Center, 0, 0.0, 0.6));
        assert!(bounds(&shaded).unwrap().0 < bounds(&plain).unwrap().0);
        assert!(
            shaded.quads().filter(|quad| quad[0] < 250).count()
                > 2 * plain.quads().filter(|quad| quad[0] < 250).count()
        );
    }

    #[test]
    fn a_width_wraps_and_an_alignment_moves_lines() {
        let wrap = |align| {
            draw_text(
                &paper(),
                "one two",
                20.0,
                "#000",
                Anchor::TopLeft,
                0,
                0,
                60,
                align,
                1.2,
                0.0,
                "#000",
                0.0,
            )
            .unwrap()
        };
        let left = bounds(&wrap(TextAlign::Left)).unwrap();
        assert!(left.3 > 30, "two lines reach down to {}", left.3);
        assert!(bounds(&wrap(TextAlign::Right)).unwrap().0 > left.0 + 10);
    }

    #[test]
    fn outside_the_image_nothing_is_written() {
        for x in [i32::MIN, -5000, 5000, i32::MAX] {
            assert_eq!(written("Hm", Anchor::TopLeft, x, 3.0, 0.5), paper());
        }
        assert_eq!(written("", Anchor::TopLeft, 0, 3.0, 0.5), paper());
    }

    #[test]
    fn odd_input_is_named() {
        let write = |text: &str, size, color| {
            draw_text(
                &paper(),
                text,
                size,
                color,
                Anchor::Top,
                0,
                0,
                0,
                TextAlign::Left,
                1.2,
                0.0,
                "#000",
                0.0,
            )
        };
        assert!(matches!(write("a", f32::NAN, "#000"), Err(DrawTextError::Size(_))));
        assert!(matches!(write("a", 3000.0, "#000"), Err(DrawTextError::Size(_))));
        assert!(matches!(write(&"a".repeat(30_000), 20.0, "#000"), Err(DrawTextError::Length(30_000))));
        let error = write("a", 20.0, "black").unwrap_err().to_string();
        assert!(error.starts_with("the colour of the letters is not known: `black`"), "{error}");
    }
}
