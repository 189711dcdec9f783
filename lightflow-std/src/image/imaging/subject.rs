//! Separation of a photo's subject from its backdrop.

use super::background::{difference, differences, lab_planes};
use super::border_model::BorderModel;
use super::color::lab;
use super::plane::Plane;
use super::regions::regions;
use crate::image::Image;

/// Share of the picture a subject may cover.
const BELIEVABLE_COVERAGE: std::ops::Range<f32> = 0.02..0.95;
/// Share of the border that must follow the backdrop model.
const SMALLEST_BORDER: f32 = 0.55;
/// Deviation of the border, in Delta E, above which it is no plain backdrop.
const WIDEST_SPREAD: f32 = 7.0;
/// Regions smaller than this share of the largest one are specks.
const SPECK: f32 = 0.03;
/// Enclosed regions smaller than this share of the picture are not looked through.
const SMALLEST_OPENING: f32 = 0.0015;
/// Number of separate pieces above which there is no subject but a pattern.
const MOST_PIECES: usize = 12;

/// A subject found in a small copy of a photo.
pub struct Subject {
    /// 1 where the copy shows the subject, 0 elsewhere.
    pub share: Plane,
    /// [`Contrast::at`] of each pixel of the copy.
    pub guide: Plane,
    /// What tells the subject from the backdrop.
    pub contrast: Contrast,
}

/// How much colours stand out from the backdrop.
pub struct Contrast {
    model: BorderModel,
    limit: f32,
}

impl Contrast {
    /// From 0, the backdrop, to 1, surely the subject; `x` and `y` are in pixels of the
    /// copy in which the subject was found.
    pub fn at(&self, x: f32, y: f32, color: [u8; 4]) -> f32 {
        self.scaled(difference(lab(color), self.model.color_at(x, y)))
    }

    fn scaled(&self, difference: f32) -> f32 {
        (difference / (2.0 * self.limit)).min(1.0)
    }
}

/// Finds the subject of `small`, unless the picture has no usable backdrop.
pub fn find_subject(small: &Image, tolerance: f32, openings: bool) -> Option<Subject> {
    let lab = lab_planes(small);
    let model = BorderModel::fit(&lab);
    if model.inliers() < SMALLEST_BORDER || model.spread() > WIDEST_SPREAD {
        return None;
    }
    // Averaging 3 x 3 pixels takes the sensor noise out of the colours.
    let smooth = lab.each_ref().map(|channel| channel.box_blur(1));
    let smoothed = differences(&smooth, &model);
    let limit = tolerance.max(3.0 * model.spread());
    let (width, height) = (smoothed.width(), smoothed.height());
    let differs: Vec<bool> = smoothed.values().iter().map(|&d| d > limit).collect();

    let mut subject = vec![true; differs.len()];
    let similar: Vec<bool> = differs.iter().map(|&differs| !differs).collect();
    for region in regions(&similar, width) {
        let mean: f32 =
            region.pixels.iter().map(|&i| smoothed.values()[i]).sum::<f32>() / region.pixels.len() as f32;
        let large = region.pixels.len() as f32 > SMALLEST_OPENING * differs.len() as f32;
        if region.on_border || (openings && large && mean < 0.6 * limit) {
            region.pixels.iter().for_each(|&i| subject[i] = false);
        }
    }
    drop_specks(&mut subject, width);
    if regions(&subject, width).len() > MOST_PIECES {
        return None;
    }
    let coverage = subject.iter().filter(|&&set| set).count() as f32 / subject.len() as f32;
    if !BELIEVABLE_COVERAGE.contains(&coverage) {
        return None;
    }
    let values = subject.iter().map(|&set| f32::from(u8::from(set)));
    let contrast = Contrast { model, limit };
    Some(Subject {
        share: Plane::new(width, height, values),
        guide: differences(&lab, &contrast.model).map(|d| contrast.scaled(d)),
        contrast,
    })
}

fn drop_specks(subject: &mut [bool], width: usize) {
    let found = regions(subject, width);
    let largest = found.iter().map(|region| region.pixels.len()).max();
    let limit = SPECK * largest.unwrap_or(0) as f32;
    for region in found.iter().filter(|region| (region.pixels.len() as f32) < limit) {
        region.pixels.iter().for_each(|&i| subject[i] = false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dark squares of 6 x 6 pixels, `count` a row and column, on white.
    fn squares(count: usize) -> Image {
        let side = 100;
        let step = side / count;
        let pixels = (0..side * side).flat_map(|index| {
            let within = |place: usize| (place % step).abs_diff(step / 2) < 3;
            let dark = within(index % side) && within(index / side);
            if dark { [20, 20, 20, 255] } else { [250; 4] }
        });
        Image::new("squares", 100, 100, pixels.collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn a_few_pieces_are_a_subject() {
        let subject = find_subject(&squares(3), 7.0, true).unwrap().share;
        assert_eq!(subject.at(16, 16), 1.0);
        assert_eq!(subject.at(33, 33), 0.0);
    }

    #[test]
    fn a_pattern_is_no_subject() {
        assert!(find_subject(&squares(8), 7.0, true).is_none());
    }

    #[test]
    fn specks_are_dropped() {
        let mut bits = vec![true; 100];
        bits.extend([false, true, false, false, false, false, false, false, false, false]);
        bits[90..100].fill(false);
        drop_specks(&mut bits, 10);
        assert!(bits[0] && !bits[101]);
    }
}
