use lightflow::prelude::*;

use lightflow_std::image::imaging::hex::{color, hex};
use lightflow_std::image::imaging::oklab::{from_oklab, oklab};
use lightflow_std::image::imaging::paragraph::Paragraph;
use lightflow_std::image::imaging::text::TextStyle;
use lightflow_std::image::{Anchor, Image, Swatch, TextAlign};

/// Ratio of width to height from which the text stands beside the subject and not below it.
const PANORAMIC: f32 = 2.2;
/// From one line of the headline to the next.
const LEADING: f32 = 1.08;

/// Where and how a caption stands on a picture, in pixels.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct CaptionPlan {
    /// From which place positions count.
    pub anchor: Anchor,
    /// Distance of the text from the side.
    pub x: i32,
    /// Distance of the headline from the place of `anchor`.
    pub headline_y: i32,
    /// Distance of the line below it.
    pub line_y: i32,
    /// Height of a line of the headline.
    pub headline_size: f32,
    /// Height of the line below it.
    pub line_size: f32,
    /// How much bolder the headline is than the typeface.
    pub weight: f32,
    /// Longest line.
    pub width: u32,
    /// From one line to the next, as a multiple of the size.
    pub leading: f32,
    /// Height of headline and line together.
    pub height: u32,
    /// Colour of the text.
    pub ink: String,
    /// Colour of what lies between the picture and the text.
    pub shade: String,
    /// Colour of the bar above the headline.
    pub accent: String,
}

/// Finds size and place of a caption, and colours that go with the picture.
///
/// The headline is as large as fits into three lines without breaking a word. High pictures get it at the bottom, wide ones on the left.
#[node]
pub fn caption_plan(image: &Image, colors: Vec<Swatch>, headline: &str, line: &str) -> CaptionPlan {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let panoramic = width / height > PANORAMIC;
    let short = width.min(height);
    let margin = if panoramic { 0.11 * height } else { 0.075 * short };
    let room = if panoramic { 0.52 * width } else { width - 2.0 * margin };
    let (largest, tallest) = if panoramic {
        (0.19 * height, 0.6 * height)
    } else {
        (if width > height { 0.135 } else { 0.105 } * short, 0.36 * height)
    };
    let size = headline_size(headline, largest, room, tallest);
    let line_size = (0.42 * size).max(0.042 * short).round();
    let (headline_height, gap) =
        (paragraph(headline, size, room).size().1, if line.is_empty() { 0.0 } else { 0.45 * line_size });
    let line_height = paragraph(line, line_size, room).size().1;
    let total = headline_height + gap + line_height;
    let (shade, accent) = (shade(&colors), accent(&colors));
    let (anchor, headline_y, line_y) = if panoramic {
        (Anchor::Left, (headline_height - total) / 2.0, (total - line_height) / 2.0)
    } else {
        (Anchor::BottomLeft, margin + line_height + gap, margin)
    };
    CaptionPlan {
        anchor,
        x: margin.round() as i32,
        headline_y: headline_y.round() as i32,
        line_y: line_y.round() as i32,
        headline_size: size,
        line_size,
        weight: 0.018 * size,
        width: room as u32,
        leading: LEADING,
        height: total.ceil() as u32,
        ink: "#ffffff".to_owned(),
        shade,
        accent,
    }
}

fn paragraph(text: &str, size: f32, room: f32) -> Paragraph {
    Paragraph::new(text, TextStyle { size, color: [255; 4] }, room.floor(), LEADING, TextAlign::Left)
}

/// The largest size, in whole pixels, in which a headline has three lines at most and no word is broken.
fn headline_size(headline: &str, largest: f32, room: f32, tallest: f32) -> f32 {
    let fits = |size: f32| {
        let style = TextStyle { size, color: [255; 4] };
        let whole = headline.split_whitespace().all(|word| style.width(word) <= room.floor());
        let block = paragraph(headline, size, room);
        whole && block.lines().len() <= 3 && block.size().1 <= tallest
    };
    let mut size = largest.round().max(4.0);
    while size > 12.0 && !fits(size) {
        size -= 1.0;
    }
    size
}

/// The darkest colour of the picture, made darker still.
fn shade(colors: &[Swatch]) -> String {
    let darkest = known(colors).min_by(|a, b| a[0].total_cmp(&b[0])).unwrap_or([0.2, 0.0, 0.0]);
    let [lightness, a, b] = darkest;
    hex(from_oklab([lightness.min(0.2), a.clamp(-0.04, 0.04), b.clamp(-0.04, 0.04)]))
}

/// The most vivid colour of the picture, light enough to be seen on the shade.
fn accent(colors: &[Swatch]) -> String {
    let chroma = |color: &[f32; 3]| color[1].hypot(color[2]);
    let vivid = known(colors).max_by(|a, b| chroma(a).total_cmp(&chroma(b))).unwrap_or([0.8, 0.0, 0.0]);
    let strength = (0.13 / chroma(&vivid).max(1e-3)).clamp(1.0, 2.0);
    hex(from_oklab([vivid[0].max(0.75), vivid[1] * strength, vivid[2] * strength]))
}

fn known(colors: &[Swatch]) -> impl Iterator<Item = [f32; 3]> {
    colors
        .iter()
        .filter_map(|swatch| color(&swatch.color).ok())
        .map(|[red, green, blue, _]| oklab([red, green, blue]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(width: u32, height: u32, headline: &str) -> CaptionPlan {
        let image = Image::new("", width, height, vec![0; (width * height * 4) as usize]).unwrap();
        let swatch = |color: &str| Swatch { color: color.to_owned(), share: 0.5 };
        caption_plan(&image, vec![swatch("#203050"), swatch("#e08030")], headline, "Every Friday")
    }

    #[test]
    fn a_longer_headline_is_smaller_and_never_taller_than_a_third() {
        let (short, long) = (plan(400, 500, "Tea"), plan(400, 500, &"A long story about tea ".repeat(4)));
        assert!(short.headline_size > long.headline_size);
        assert!(long.height < 250);
    }

    #[test]
    fn wide_pictures_have_the_text_on_the_left() {
        assert_eq!(plan(600, 200, "Tea").anchor, Anchor::Left);
        assert_eq!(plan(300, 500, "Tea").anchor, Anchor::BottomLeft);
    }

    #[test]
    fn colours_come_from_the_picture() {
        let plan = plan(400, 500, "Tea");
        let ([_, _, dark, _], [red, _, blue, _]) =
            (color(&plan.shade).unwrap(), color(&plan.accent).unwrap());
        assert!(dark > 20 && dark < 90, "{}", plan.shade);
        assert!(red > blue, "{}", plan.accent);
    }
}
