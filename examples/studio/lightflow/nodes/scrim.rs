use lightflow::prelude::*;

use lightflow_std::image::contrast_ratio::contrast_ratio;
use lightflow_std::image::imaging::canvas::{Canvas, RoundedRect, over};
use lightflow_std::image::imaging::color::{linear, luminance};
use lightflow_std::image::imaging::hex::{ColorError, color, hex};
use lightflow_std::image::imaging::oklab::{from_oklab, oklab};
use lightflow_std::image::{Anchor, Image, ImageError};

use crate::nodes::caption_plan::CaptionPlan;

/// The least darkening, so that the caption has a place of its own also on dark pictures.
const LEAST: f32 = 0.45;

/// Why a picture cannot carry a caption.
#[derive(Debug, thiserror::Error)]
pub enum ScrimError {
    #[error(
        "the text has a contrast of {reached:.1} and {wanted:.1} is wanted; choose another colour, or ask for less"
    )]
    Contrast { reached: f32, wanted: f32 },
    #[error(transparent)]
    Color(#[from] ColorError),
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Darkens a picture where its caption will stand, until the text has the wanted contrast, and draws a bar above the headline.
///
/// The contrast (WCAG 2.2) is that of the text with the lightest fiftieth of what lies behind it. The picture is darkened no more than that
/// needs, and softly.
#[node]
pub fn scrim(
    image: &Image,
    plan: &CaptionPlan,
    /// The least contrast of text and picture: 4.5 for text, 3 for large text, 7 for everybody.
    #[port(default = 4.5, range = 1.0..=15.0)]
    contrast: f32,
    ctx: &Ctx,
) -> Result<Image, ScrimError> {
    let shade = color(&plan.shade)?;
    let place = Place::of(plan, image.width() as f32, image.height() as f32);
    let darkness = place.darkness(image);
    let behind = place.behind_text(image, &darkness);
    let mut strength = LEAST;
    let mut reached = measured(&behind, shade, strength, &plan.ink)?;
    while reached < contrast && strength < 1.0 {
        strength = (strength + 0.05).min(1.0);
        reached = measured(&behind, shade, strength, &plan.ink)?;
    }
    if reached < contrast {
        return Err(ScrimError::Contrast { reached, wanted: contrast });
    }
    ctx.log(format!("contrast {reached:.1}, darkened by {:.0} %", 100.0 * strength));
    let mut canvas = Canvas::of(image);
    for (y, row) in canvas.rows().enumerate() {
        for (x, quad) in row.iter_mut().enumerate() {
            let darkness = darkness[place.line(x, y)];
            if darkness > 0.0 {
                *quad = over(shade, strength * darkness, *quad);
            }
        }
    }
    canvas.fill(place.bar, color(&plan.accent)?);
    Ok(canvas.into_image(image.name())?)
}

/// Contrast of the text with the lightest fiftieth of what lies behind it.
fn measured(behind: &[(f32, [u8; 4])], shade: [u8; 4], strength: f32, ink: &str) -> Result<f32, ColorError> {
    let light = |&(darkness, quad): &(f32, [u8; 4])| {
        let [red, green, blue, _] = over(shade, strength * darkness, quad);
        (luminance([red, green, blue].map(linear)), [red, green, blue])
    };
    let mut seen: Vec<(f32, [u8; 3])> = behind.iter().map(light).collect();
    let place = seen.len() * 49 / 50;
    let lightest = if seen.is_empty() {
        [0; 3]
    } else {
        seen.select_nth_unstable_by(place, |a, b| a.0.total_cmp(&b.0)).1.1
    };
    contrast_ratio(ink, &hex(from_oklab(oklab(lightest))))
}

/// Where the caption stands in a picture.
struct Place {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    panoramic: bool,
    bar: RoundedRect,
}

impl Place {
    fn of(plan: &CaptionPlan, width: f32, height: f32) -> Self {
        let panoramic = plan.anchor == Anchor::Left;
        let (x, tall) = (plan.x as f32, plan.height as f32);
        let bottom = if panoramic { (height + tall) / 2.0 } else { height - plan.line_y as f32 };
        let thickness = (0.075 * plan.headline_size).max(2.0).round();
        let bar = RoundedRect {
            left: x,
            top: (bottom - tall - 0.22 * plan.headline_size - thickness).round(),
            width: (1.1 * plan.headline_size).round(),
            height: thickness,
            radius: thickness / 2.0,
        };
        Self {
            left: x,
            top: bottom - tall,
            right: (x + plan.width as f32).min(width),
            bottom,
            panoramic,
            bar,
        }
    }

    /// Which line of the shade a pixel is on: it fades from left to right in a panorama, and upwards in any other picture.
    fn line(&self, x: usize, y: usize) -> usize {
        if self.panoramic { x } else { y }
    }

    /// How much of the shade there is on each of its lines, from 0 to 1: all behind the text, softly nothing beyond.
    fn darkness(&self, image: &Image) -> Vec<f32> {
        let lines = if self.panoramic { image.width() } else { image.height() };
        let fade = 1.1 * (self.bottom - self.bar.top);
        let at = |line: u32| {
            let middle = line as f32 + 0.5;
            let beyond = if self.panoramic {
                (middle - self.right) / (0.45 * self.right)
            } else {
                (self.bar.top - middle) / fade
            };
            let t = (1.0 - beyond).clamp(0.0, 1.0);
            t * t * (3.0 - 2.0 * t)
        };
        (0..lines).map(at).collect()
    }

    /// What lies behind the text, with how much of the shade is on it. Behind what is transparent lies white.
    fn behind_text(&self, image: &Image, darkness: &[f32]) -> Vec<(f32, [u8; 4])> {
        let mut behind = Vec::new();
        let rows = image.pixels().as_chunks::<4>().0.chunks_exact(image.width() as usize);
        for (y, row) in rows.enumerate() {
            if (self.top..=self.bottom).contains(&(y as f32)) {
                let columns = (self.left.ceil() as usize)..(self.right as usize + 1).min(row.len());
                let quads = row.iter().enumerate().take(columns.end).skip(columns.start);
                behind.extend(quads.map(|(x, quad)| (darkness[self.line(x, y)], over(*quad, 1.0, [255; 4]))));
            }
        }
        behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nodes::caption_plan::caption_plan;

    fn plain(grey: u8) -> Image {
        Image::new("plain", 200, 250, [grey, grey, grey, 255].repeat(200 * 250)).unwrap()
    }

    fn captioned(grey: u8, contrast: f32) -> Result<Image, ScrimError> {
        let plan = caption_plan(&plain(grey), Vec::new(), "Tea", "Every Friday");
        scrim(&plain(grey), &plan, contrast, &Ctx::test())
    }

    #[test]
    fn the_lighter_the_picture_the_more_it_is_darkened() {
        let at_text = |image: &Image| f32::from(image.pixels()[(235 * 200 + 100) * 4]);
        let (light, dark) = (captioned(255, 4.5).unwrap(), captioned(60, 4.5).unwrap());
        assert!(at_text(&light) / 255.0 < at_text(&dark) / 60.0);
        assert!(contrast_ratio("#fff", &hex([at_text(&light) as u8; 3])).unwrap() >= 4.5);
    }

    #[test]
    fn far_from_the_text_the_picture_stays() {
        assert_eq!(captioned(255, 7.0).unwrap().pixels()[..4], [255; 4]);
    }

    #[test]
    fn a_contrast_that_cannot_be_is_refused() {
        let plan =
            CaptionPlan { ink: "#777777".to_owned(), ..caption_plan(&plain(200), Vec::new(), "Tea", "") };
        let error = scrim(&plain(200), &plan, 15.0, &Ctx::test()).unwrap_err().to_string();
        assert!(error.starts_with("the text has a contrast of"), "{error}");
    }
}
