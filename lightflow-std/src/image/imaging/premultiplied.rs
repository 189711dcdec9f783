//! Pixels whose colours are multiplied by their alpha, as filters want them.

use crate::image::{Image, ImageError};

/// Pixels as filters want them: red, green and blue from 0 to 255 times alpha, alpha from 0 to 1.
///
/// A sum of such pixels weighs each colour by how much of it is there, so what is transparent does not bleed into what is not.
pub fn premultiplied(image: &Image) -> Vec<[f32; 4]> {
    let pixels = image.quads().map(|[red, green, blue, alpha]| {
        let alpha = f32::from(alpha) / 255.0;
        [f32::from(red) * alpha, f32::from(green) * alpha, f32::from(blue) * alpha, alpha]
    });
    pixels.collect()
}

/// The straight form of one pixel. What a filter overshot is cut off.
pub fn straight([red, green, blue, alpha]: [f32; 4]) -> [u8; 4] {
    let alpha = alpha.clamp(0.0, 1.0);
    let byte = (alpha * 255.0).round() as u8;
    if byte == 0 {
        return [0; 4];
    }
    let color = |value: f32| (value / alpha).round().clamp(0.0, 255.0) as u8;
    [color(red), color(green), color(blue), byte]
}

/// An image of pixels in the form of [`premultiplied`].
pub fn image_of(name: &str, width: u32, height: u32, pixels: &[[f32; 4]]) -> Result<Image, ImageError> {
    let bytes: Vec<u8> = pixels.iter().flat_map(|&pixel| straight(pixel)).collect();
    Image::new(name, width, height, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_keeps_what_is_seen() {
        for alpha in [1, 2, 60, 128, 254, 255] {
            for color in 0..=255 {
                let image = Image::new("", 1, 1, vec![color, 255 - color, 7, alpha]).unwrap();
                assert_eq!(straight(premultiplied(&image)[0])[..], image.pixels()[..]);
            }
        }
    }

    #[test]
    fn no_number_is_no_colour() {
        assert_eq!(straight([f32::NAN, f32::INFINITY, -3.0, 1.0]), [0, 255, 0, 255]);
        assert_eq!(straight([9.0, 9.0, 9.0, f32::NAN]), [0; 4]);
    }
}
