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
    let (width, height) = (image.width() as usize, image.height() as usize);
    let place = Place::of(plan, width as f32, height as f32);
    let darkness = |index: usize| place.darkness((index % width) as f32 + 0.5, (index / width) as f32 + 0.5);
    let behind: Vec<(f32, [u8; 4])> = image
        .quads()
        .enumerate()
        .filter(|(index, _)| place.behind_text((index % width) as f32, (index / width) as f32))
        .map(|(index, quad)| (darkness(index), quad))
        .collect();
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
    let dark: Vec<[u8; 4]> = image
        .quads()
        .enumerate()
        .map(|(index, quad)| over(shade, strength * darkness(index), quad))
        .collect();
    let mut canvas = Canvas::new(image.width(), image.height(), |x, y| dark[y as usize * width + x as usize]);
    canvas.fill(place.bar, color(&plan.accent)?);
    Ok(canvas.into_image(image.name())?)
}

/// Contrast of the text with the lightest fiftieth of what lies behind it.
fn measured(behind: &[(f32, [u8; 4])], shade: [u8; 4], strength: f32, ink: &str) -> Result<f32, ColorError> {
    let light = |&(darkness, quad): &(f32, [u8; 4])| {
        let [red, green, blue, _] = over(shade, strength * darkness, over(quad, 1.0, [255; 4]));
        (luminance([red, green, blue].map(linear)), [red, green, blue])
    };
    let mut seen: Vec<(f32, [u8; 3])> = behind.iter().map(light).collect();
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    let lightest = seen.get(seen.len() * 49 / 50).map_or([0; 3], |(_, color)| *color);
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

    fn behind_text(&self, x: f32, y: f32) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// How much of the shade there is, from 0 to 1: all behind the text, softly nothing beyond.
    fn darkness(&self, x: f32, y: f32) -> f32 {
        let t = if self.panoramic {
            1.0 - (x - self.right) / (0.45 * self.right)
        } else {
            let fade = 1.1 * (self.bottom - self.bar.top);
            1.0 - (self.bar.top - y) / fade
        };
        let t = t.clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
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
