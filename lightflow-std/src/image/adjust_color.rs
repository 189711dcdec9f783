//! Develops the colours of an image.

use lightflow::prelude::*;

use crate::image::Image;
use crate::image::imaging::color::{linear, srgb};
use crate::image::imaging::white_balance::{WARMEST_TO_COLDEST, adaptation};

/// Weights of red, green and blue in luma (ITU-R BT.709).
const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Changes white balance, brightness, contrast, saturation and gamma of an image, in this order. The defaults change nothing.
///
/// The white balance is done in linear light: the light of `temperature` becomes neutral (Bradford's adaptation on Planck's locus). Brightness,
/// contrast and saturation are those of CSS (W3C: "Filter Effects Module Level 1"), on sRGB values. Alpha stays as it is.
///
/// ```
/// use lightflow_std::image::{Image, adjust_color::adjust_color};
///
/// let grey = Image::new("grey", 1, 1, vec![100, 100, 100, 255])?;
/// assert_eq!(adjust_color(&grey, 1.2, 1.0, 1.0, 1.0, 6500.0, 0.0).pixels(), [120, 120, 120, 255]);
/// let warm = adjust_color(&grey, 1.0, 1.0, 1.0, 1.0, 9000.0, 0.0);
/// assert!(warm.pixels()[0] > warm.pixels()[2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn adjust_color(
    image: &Image,
    /// Factor of all values: 0 is black, 1 changes nothing.
    #[port(default = 1.0, range = 0.0..=8.0)]
    brightness: f32,
    /// Factor of the distance from mid grey: 0 is grey, 1 changes nothing.
    #[port(default = 1.0, range = 0.0..=8.0)]
    contrast: f32,
    /// Factor of the distance from grey of the same luma: 0 is black and white, 1 changes nothing.
    #[port(default = 1.0, range = 0.0..=8.0)]
    saturation: f32,
    /// Above 1, dark parts get lighter; below 1, darker. Black and white stay.
    #[port(default = 1.0, range = 0.1..=10.0)]
    gamma: f32,
    /// Colour temperature of the light in which the image was made. Below 6500 the result gets colder, above warmer.
    #[port(default = 6500.0, range = 1700.0..=25000.0, unit = "K")]
    temperature: f32,
    /// From -1, which takes magenta out, to 1, which takes green out.
    #[port(default = 0.0, range = -1.0..=1.0)]
    tint: f32,
) -> Image {
    let factor = |value: f32, most: f32| if value.is_nan() { 1.0 } else { value.clamp(0.0, most) };
    let (brightness, contrast) = (factor(brightness, 8.0), factor(contrast, 8.0));
    let (saturation, power) = (factor(saturation, 8.0), 1.0 / factor(gamma, 10.0).max(0.1));
    let balance = balance(temperature, tint);
    let change = |[red, green, blue, alpha]: [u8; 4]| {
        let mut color = [red, green, blue].map(|byte| f32::from(byte) / 255.0);
        if let Some(balance) = &balance {
            let light = [red, green, blue].map(linear);
            color = balance.map(|row| srgb(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]));
        }
        color = color.map(|value| (value * brightness - 0.5) * contrast + 0.5);
        let luma: f32 = color.iter().zip(LUMA).map(|(value, weight)| value * weight).sum();
        color = color.map(|value| luma + (value - luma) * saturation);
        if power != 1.0 {
            color = color.map(|value| value.clamp(0.0, 1.0).powf(power));
        }
        let [red, green, blue] = color.map(|value| (value * 255.0).round().clamp(0.0, 255.0) as u8);
        [red, green, blue, alpha]
    };
    image.with_pixels(image.quads().map(change))
}

/// The change of linear light, unless there is none.
fn balance(temperature: f32, tint: f32) -> Option<[[f32; 3]; 3]> {
    let (coldest, warmest) = (*WARMEST_TO_COLDEST.end(), *WARMEST_TO_COLDEST.start());
    let temperature = if temperature.is_nan() { 6500.0 } else { temperature.clamp(warmest, coldest) };
    let tint = if tint.is_nan() { 0.0 } else { tint.clamp(-1.0, 1.0) };
    if temperature == 6500.0 && tint == 0.0 {
        return None;
    }
    let mut rows = adaptation(temperature, 6500.0);
    // Half a stop of green at each end.
    rows[1] = rows[1].map(|value| value * (-0.5 * tint).exp2());
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        let quads = (0..=255_u8).map(|value| [value, 255 - value, value / 2, value]);
        Image::new("colours", 16, 16, quads.flatten().collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn the_defaults_change_nothing() {
        assert_eq!(adjust_color(&image(), 1.0, 1.0, 1.0, 1.0, 6500.0, 0.0), image());
    }

    #[test]
    fn without_contrast_all_is_mid_grey() {
        let flat = adjust_color(&image(), 1.0, 0.0, 1.0, 1.0, 6500.0, 0.0);
        assert!(flat.quads().all(|quad| quad[..3] == [128; 3]));
    }

    #[test]
    fn without_saturation_all_is_grey() {
        let grey = adjust_color(&image(), 1.0, 1.0, 0.0, 1.0, 6500.0, 0.0);
        assert!(grey.quads().all(|[red, green, blue, _]| red == green && green == blue));
    }

    #[test]
    fn gamma_keeps_black_and_white() {
        let ends = Image::new("", 3, 1, [[0, 0, 0, 255], [255; 4], [64, 64, 64, 255]].concat()).unwrap();
        let lighter = adjust_color(&ends, 1.0, 1.0, 1.0, 2.0, 6500.0, 0.0);
        assert_eq!(lighter.quads().map(|quad| quad[0]).collect::<Vec<_>>(), [0, 255, 128]);
    }

    #[test]
    fn tungsten_light_is_made_neutral() {
        // What a camera set to daylight sees of a grey card under a lamp of 2850 K is orange.
        let card = Image::new("", 1, 1, vec![210, 150, 84, 255]).unwrap();
        let [red, green, blue, _] =
            adjust_color(&card, 1.0, 1.0, 1.0, 1.0, 2850.0, 0.0).quads().next().unwrap();
        let spread = red.max(green).max(blue) - red.min(green).min(blue);
        assert!(spread < 60, "{red} {green} {blue}");
    }

    #[test]
    fn tint_moves_green_only() {
        let grey = Image::new("", 1, 1, vec![120, 120, 120, 255]).unwrap();
        let [red, green, blue, _] =
            adjust_color(&grey, 1.0, 1.0, 1.0, 1.0, 6500.0, 1.0).quads().next().unwrap();
        assert!(green < 110 && red == 120 && blue == 120, "{red} {green} {blue}");
    }
}
