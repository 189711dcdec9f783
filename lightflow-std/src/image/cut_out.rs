//! Takes the subject of an image out of its surroundings.

use lightflow::prelude::*;

use crate::image::imaging::plane::Plane;
use crate::image::{Image, Mask};

/// Blur radius of the colour estimates, as a share of the longer side.
const REACH: f32 = 1.0 / 110.0;

/// Why an image was not cut out.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum CutOutError {
    #[error(
        "the mask of {mask_width}x{mask_height} pixels does not cover image `{name}` of \
         {width}x{height}; make the mask from the same image"
    )]
    Size { name: String, width: u32, height: u32, mask_width: u32, mask_height: u32 },
}

/// Makes everything outside the mask transparent.
///
/// Pixels on the edge mix the colours of subject and backdrop. They get the colour of
/// the subject alone, by blur fusion (Forte: "Approximate fast foreground colour
/// estimation", ICIP 2021), so that no halo shows on another backdrop.
///
/// ```
/// use lightflow_std::image::{Image, Mask, cut_out::cut_out};
///
/// let image = Image::new("two", 2, 1, vec![200, 0, 0, 255, 255, 255, 255, 255])?;
/// let cut = cut_out(&image, &Mask::new(2, 1, vec![255, 0])?)?;
/// assert_eq!(cut.pixels()[..4], [200, 0, 0, 255]);
/// assert_eq!(cut.pixels()[7], 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn cut_out(image: &Image, mask: &Mask) -> Result<Image, CutOutError> {
    let (width, height) = (image.width(), image.height());
    if (width, height) != (mask.width(), mask.height()) {
        return Err(CutOutError::Size {
            name: image.name().to_owned(),
            width,
            height,
            mask_width: mask.width(),
            mask_height: mask.height(),
        });
    }
    let radius = (REACH * image.longer_side() as f32).round().max(1.0) as usize;
    let shares = mask.alpha().iter().map(|&alpha| f32::from(alpha) / 255.0);
    let alpha = Plane::new(width as usize, height as usize, shares);
    let blurred_alpha = alpha.box_blur(radius);
    let channels = [0, 1, 2].map(|channel| {
        let values = image.quads().map(|quad| f32::from(quad[channel]));
        let color = Plane::new(width as usize, height as usize, values);
        subject_color(&color, &alpha, &blurred_alpha, radius)
    });
    let quads = mask.alpha().iter().enumerate().map(|(index, &alpha)| {
        let [red, green, blue] = channels.each_ref().map(|channel| channel[index]);
        [red, green, blue, alpha]
    });
    Ok(image.with_pixels(quads))
}

/// One channel of the subject's own colour.
fn subject_color(color: &Plane, alpha: &Plane, blurred_alpha: &Plane, radius: usize) -> Vec<u8> {
    let subject_part = color.zip(alpha, |c, a| c * a).box_blur(radius);
    let all = color.box_blur(radius);
    let colors = color.values().iter().zip(alpha.values());
    let blurred = all.values().iter().zip(subject_part.values());
    let estimates = colors.zip(blurred).zip(blurred_alpha.values());
    estimates
        .map(|(((&color, &alpha), (&all, &subject_part)), &share)| {
            if alpha >= 1.0 || share < 1e-4 {
                return color.round() as u8;
            }
            let subject = subject_part / share;
            let backdrop = (all - subject_part) / (1.0 - share).max(1e-4);
            let unexplained = color - alpha * subject - (1.0 - alpha) * backdrop;
            (subject + alpha * unexplained).round().clamp(0.0, 255.0) as u8
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A red square on white whose rim pixels are half of each.
    fn half_covered_rim() -> (Image, Mask) {
        let mut pixels = Vec::new();
        let mut alpha = Vec::new();
        for index in 0..400_i32 {
            let reach = (index % 20 - 10).abs().max((index / 20 - 10).abs());
            let (share, color) = match reach {
                0..6 => (255, [200, 0, 0, 255]),
                6 => (128, [227, 127, 127, 255]),
                _ => (0, [255, 255, 255, 255]),
            };
            pixels.extend(color);
            alpha.push(share);
        }
        let photo = Image::new("square", 20, 20, pixels).unwrap();
        (photo, Mask::new(20, 20, alpha).unwrap())
    }

    #[test]
    fn alpha_is_the_mask() {
        let (photo, mask) = half_covered_rim();
        let cut = cut_out(&photo, &mask).unwrap();
        let alpha: Vec<u8> = cut.quads().map(|quad| quad[3]).collect();
        assert_eq!(alpha, mask.alpha());
    }

    #[test]
    fn the_edge_loses_the_colour_of_the_backdrop() {
        let (photo, mask) = half_covered_rim();
        let cut = cut_out(&photo, &mask).unwrap();
        let edge = cut.quads().filter(|quad| quad[3] == 128);
        assert!(edge.into_iter().all(|[red, green, ..]| red < 215 && green < 80));
    }

    #[test]
    fn the_inside_keeps_its_pixels() {
        let (photo, mask) = half_covered_rim();
        let cut = cut_out(&photo, &mask).unwrap();
        let inside = cut.quads().filter(|quad| quad[3] == 255);
        assert!(inside.into_iter().all(|quad| quad == [200, 0, 0, 255]));
    }

    #[test]
    fn a_mask_of_another_size_is_refused() {
        let (photo, _) = half_covered_rim();
        let mask = Mask::new(2, 1, vec![0, 255]).unwrap();
        let error = cut_out(&photo, &mask).unwrap_err();
        assert!(error.to_string().contains("mask of 2x1"));
    }
}
