//! Where in an image people look.

use super::color::lab;
use super::gaussian::gaussian_blur;
use super::plane::Plane;
use crate::image::Image;

/// A colour of skin as a direction, how near to it a colour has to be, and how light.
const SKIN: ([f32; 3], f32, f32) = ([0.78, 0.57, 0.44], 0.8, 0.2);
/// Saturation from which a colour draws the eye.
const SATURATED: f32 = 0.4;
/// What details, skin, saturated colours, and what stands out from its surroundings weigh.
const WEIGHTS: [f32; 4] = [0.2, 1.8, 0.1, 0.3];
/// What skin without details counts: faces are smooth.
const SMOOTH_SKIN: f32 = 0.1;
/// Difference of colours, in Delta E (CIE 1976), that is not seen.
const UNSEEN: f32 = 2.0;
/// Side, in pixels, of the cells in which interest is summed up.
const CELL: usize = 4;

/// How interesting each cell of an image is.
pub struct Interest {
    columns: usize,
    rows: usize,
    /// Sum of each cell.
    cells: Vec<f32>,
}

impl Interest {
    /// The interest of a small copy of an image, of a few hundred pixels a side.
    ///
    /// Details, skin and saturated colours count as in smartcrop (Wagner: "smartcrop.js", 2014). To that comes what stands out in colour
    /// from its surroundings at two scales (Achanta et al.: "Frequency-tuned salient region detection", 2009, with means of regions in
    /// place of that of the image).
    pub fn of(small: &Image) -> Self {
        let (width, height) = (small.width() as usize, small.height() as usize);
        let luma = |[red, green, blue, alpha]: [u8; 4]| {
            let sum = 0.2126 * f32::from(red) + 0.7152 * f32::from(green) + 0.0722 * f32::from(blue);
            sum / 255.0 * f32::from(alpha) / 255.0
        };
        let light = Plane::new(width, height, small.quads().map(luma));
        let salient = saliency(small);
        let (columns, rows) = (width.div_ceil(CELL), height.div_ceil(CELL));
        let mut cells = vec![0.0; columns * rows];
        for (index, quad) in small.quads().enumerate() {
            let (x, y) = ((index % width) as isize, (index / width) as isize);
            let around = light.at(x - 1, y) + light.at(x + 1, y) + light.at(x, y - 1) + light.at(x, y + 1);
            let detail = (4.0 * light.at(x, y) - around).clamp(0.0, 1.0);
            let (skin, saturated) = (skin(quad, light.at(x, y)), saturation(quad, light.at(x, y)));
            let values =
                [detail, skin * (detail + SMOOTH_SKIN), saturated * (detail + 0.2), 0.1 * salient[index]];
            let sum: f32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
            let seen = f32::from(quad[3]) / 255.0;
            cells[index / width / CELL * columns + index % width / CELL] += sum * seen;
        }
        Self { columns, rows, cells }
    }

    /// How well a rectangle frames what is interesting; sides are shares of the image's.
    ///
    /// What is left out counts against it, what lies at its border counts little, and the lines at a third count more (smartcrop).
    pub fn score(&self, (left, top): (f32, f32), (width, height): (f32, f32)) -> f32 {
        let mut score = 0.0;
        for (index, cell) in self.cells.iter().enumerate() {
            let x = ((index % self.columns) as f32 + 0.5) / self.columns as f32;
            let y = ((index / self.columns) as f32 + 0.5) / self.rows as f32;
            score += cell * importance((x - left) / width, (y - top) / height);
        }
        score
    }
}

/// What a place in a crop, from 0 to 1 along each side, counts.
fn importance(x: f32, y: f32) -> f32 {
    const OUTSIDE: f32 = -0.5;
    const EDGE: f32 = 0.4;
    if !(0.0..1.0).contains(&x) || !(0.0..1.0).contains(&y) {
        return OUTSIDE;
    }
    let (x, y) = ((0.5 - x).abs() * 2.0, (0.5 - y).abs() * 2.0);
    let (border_x, border_y) = ((x - 1.0 + EDGE).max(0.0), (y - 1.0 + EDGE).max(0.0));
    let border = -20.0 * (border_x * border_x + border_y * border_y);
    let middle = std::f32::consts::SQRT_2 - x.hypot(y);
    let third = |place: f32| (1.0 - (8.0 * (place - 1.0 / 3.0)).powi(2)).max(0.0);
    middle + (middle + border + 0.5).max(0.0) * 1.2 * (third(x) + third(y)) + border
}

/// How much each pixel stands out, about 0 to 1.
fn saliency(small: &Image) -> Vec<f32> {
    let width = small.width() as usize;
    let colors: Vec<[f32; 3]> = small.quads().map(lab).collect();
    let side = small.longer_side() as f32;
    let smooth = gaussian_blur(&colors, width, side / 80.0);
    let surroundings = [side / 12.0, side / 4.0].map(|sigma| gaussian_blur(&colors, width, sigma));
    let far = |a: [f32; 3], b: [f32; 3]| (0..3).map(|axis| (a[axis] - b[axis]).powi(2)).sum::<f32>().sqrt();
    let stands_out = |(index, color): (usize, &[f32; 3])| {
        surroundings.iter().map(|around| far(*color, around[index])).fold(0.0, f32::max)
    };
    let raw: Vec<f32> = smooth.iter().enumerate().map(stands_out).collect();
    let most = raw.iter().copied().fold(UNSEEN, f32::max);
    raw.into_iter().map(|value| ((value - UNSEEN).max(0.0) / most).powi(2)).collect()
}

/// How near a colour is to that of skin. Those that are more saturated than skin, such as wood and orange cloth, have another chrominance
/// (Chai, Ngan: "Face segmentation using skin-color map in videophone applications", 1999).
fn skin([red, green, blue, _]: [u8; 4], light: f32) -> f32 {
    let (tone, least, darkest) = SKIN;
    let color = [red, green, blue].map(f32::from);
    let [r, g, b] = color;
    let (blueness, redness) =
        (128.0 - 0.1687 * r - 0.3313 * g + 0.5 * b, 128.0 + 0.5 * r - 0.4187 * g - 0.0813 * b);
    let pale = r.max(g).max(b) - r.min(g).min(b) <= 0.68 * r.max(g).max(b);
    if !pale || !(77.0..=127.0).contains(&blueness) || !(133.0..=173.0).contains(&redness) {
        return 0.0;
    }
    let length = color.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length == 0.0 || light < darkest {
        return 0.0;
    }
    let off = color.iter().zip(tone).map(|(value, tone)| (value / length - tone).powi(2)).sum::<f32>().sqrt();
    ((1.0 - off - least) / (1.0 - least)).max(0.0)
}

fn saturation([red, green, blue, _]: [u8; 4], light: f32) -> f32 {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let (most, least) = (f32::from(most) / 255.0, f32::from(least) / 255.0);
    if most == least || !(0.05..=0.9).contains(&light) {
        return 0.0;
    }
    let sum = most + least;
    let saturation = (most - least) / if sum > 1.0 { 2.0 - sum } else { sum };
    ((saturation - SATURATED) / (1.0 - SATURATED)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_counts_more_than_the_border_and_the_border_more_than_being_cut_off_at_a_corner() {
        assert!(importance(0.5, 0.5) > importance(0.5, 0.97));
        assert!(importance(1.0 / 3.0, 0.5) > importance(0.2, 0.5));
        assert_eq!(importance(1.2, 0.5), -0.5);
    }

    #[test]
    fn faces_have_the_colour_of_skin_and_leaves_do_not() {
        assert!(skin([224, 172, 140, 255], 0.7) > 0.5);
        assert!(skin([110, 70, 50, 255], 0.3) > 0.3);
        assert_eq!(skin([40, 140, 50, 255], 0.5), 0.0);
        assert_eq!(skin([230, 90, 40, 255], 0.45), 0.0, "orange cloth");
        assert_eq!(skin([0, 0, 0, 255], 0.0), 0.0);
    }

    #[test]
    fn what_stands_out_is_salient() {
        let pixels = (0..80 * 60).flat_map(|at| {
            let inside = (60..70).contains(&(at % 80)) && (20..30).contains(&(at / 80));
            if inside { [220, 60, 30, 255] } else { [90, 110, 130, 255] }
        });
        let image = Image::new("dot", 80, 60, pixels.collect::<Vec<u8>>()).unwrap();
        let salient = saliency(&image);
        assert!(salient[25 * 80 + 65] > 0.5 && salient[25 * 80 + 10] < 0.05);
    }
}
