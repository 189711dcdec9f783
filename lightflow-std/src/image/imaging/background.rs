//! Likelihood that a pixel shows the subject rather than the backdrop.

use super::border_model::BorderModel;
use super::color::lab;
use super::plane::Plane;
use crate::image::Image;

/// Weight of lightness where a pixel is merely darker than the backdrop. Cast shadows
/// keep the hue of what they fall on and change little but lightness.
const SHADOW_WEIGHT: f32 = 0.2;
/// Darkening, in units of lightness, up to which a pixel may be a cast shadow.
const DEEPEST_SHADOW: f32 = 34.0;

/// The three CIELAB channels of an image.
pub fn lab_planes(image: &Image) -> [Plane; 3] {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let colors: Vec<[f32; 3]> = image.quads().map(lab).collect();
    [0, 1, 2].map(|channel| Plane::new(width, height, colors.iter().map(|color| color[channel])))
}

/// [`difference`] of every pixel from the modelled backdrop.
pub fn differences(lab: &[Plane; 3], model: &BorderModel) -> Plane {
    let (width, height) = (lab[0].width(), lab[0].height());
    let [lightness, green_red, blue_yellow] = lab.each_ref().map(Plane::values);
    let differences = (0..width * height).map(|index| {
        let expected = model.color_at((index % width) as f32, (index / width) as f32);
        let color = [lightness[index], green_red[index], blue_yellow[index]];
        difference(color, expected)
    });
    Plane::new(width, height, differences)
}

/// Difference of a colour from the expected backdrop, in Delta E (CIE 1976), with the
/// part that a cast shadow explains played down.
pub fn difference(color: [f32; 3], expected: [f32; 3]) -> f32 {
    let lightness = without_shadow(color[0] - expected[0]);
    let (a, b) = (color[1] - expected[1], color[2] - expected[2]);
    (lightness * lightness + a * a + b * b).sqrt()
}

/// The difference in lightness that is left after allowing for a shadow.
fn without_shadow(step: f32) -> f32 {
    let darker = (-step).max(0.0);
    let shadow = darker.min(DEEPEST_SHADOW);
    // Beyond the deepest shadow the full difference returns, at double pace.
    let beyond = (darker - shadow) * 2.0;
    let left = SHADOW_WEIGHT * shadow + beyond;
    step.max(0.0) + left.min(darker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shadow_counts_less_than_a_light_patch() {
        assert!(without_shadow(-12.0) < 0.5 * without_shadow(12.0));
    }

    #[test]
    fn black_counts_fully() {
        assert_eq!(without_shadow(-80.0), 80.0);
    }

    #[test]
    fn the_backdrop_itself_does_not_differ() {
        let pixels: Vec<u8> = (0..400).flat_map(|i| [200, 190 + (i % 20 / 2) as u8, 180, 255]).collect();
        let photo = Image::new("paper", 20, 20, pixels).unwrap();
        let lab = lab_planes(&photo);
        let differences = differences(&lab, &BorderModel::fit(&lab));
        assert!(differences.values().iter().all(|&value| value < 1.0));
    }
}
