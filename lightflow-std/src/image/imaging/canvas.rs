//! Drawing surface.

use crate::image::{Image, ImageError};

/// An opaque or transparent picture under construction.
pub struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 4]>,
}

/// A rectangle with rounded corners, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct RoundedRect {
    /// Where it begins, from the left border of the picture.
    pub left: f32,
    /// Where it begins, from the upper border of the picture.
    pub top: f32,
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// Radius of its corners.
    pub radius: f32,
}

impl RoundedRect {
    /// Signed distance of a point from the outline, negative inside
    /// (Quilez: "2D distance functions").
    pub fn distance(&self, x: f32, y: f32) -> f32 {
        let (half_width, half_height) = (self.width / 2.0, self.height / 2.0);
        let beyond_x = (x - self.left - half_width).abs() - half_width + self.radius;
        let beyond_y = (y - self.top - half_height).abs() - half_height + self.radius;
        let outside = beyond_x.max(0.0).hypot(beyond_y.max(0.0));
        outside + beyond_x.max(beyond_y).min(0.0) - self.radius
    }
}

impl Canvas {
    /// A canvas whose pixel in column `x` and row `y` is `color(x, y)`.
    pub fn new(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Self {
        let rows = 0..height;
        let pixels = rows.flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, pixels: pixels.map(|(x, y)| color(x, y)).collect() }
    }

    /// A canvas that shows an image.
    pub fn of(image: &Image) -> Self {
        Self { width: image.width(), height: image.height(), pixels: image.quads().collect() }
    }

    /// The rows, from the top.
    pub fn rows(&mut self) -> impl Iterator<Item = &mut [[u8; 4]]> {
        self.pixels.chunks_exact_mut(self.width.max(1) as usize)
    }

    /// Lays `color` over a pixel; its alpha is scaled by `coverage`, 0 to 1. A pixel
    /// outside the canvas is ignored.
    pub fn blend(&mut self, x: i64, y: i64, color: [u8; 4], coverage: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        if x >= self.width || y >= self.height {
            return;
        }
        let pixel = &mut self.pixels[y as usize * self.width as usize + x as usize];
        *pixel = over(color, coverage, *pixel);
    }

    /// Whether some of a rectangle lies on the canvas.
    pub fn shows(&self, left: f32, top: f32, right: f32, bottom: f32) -> bool {
        right >= 0.0 && bottom >= 0.0 && left <= self.width as f32 && top <= self.height as f32
    }

    /// Lays `image` over the canvas with its top left corner at (`left`, `top`).
    pub fn draw_image(&mut self, image: &Image, left: i64, top: i64) {
        let width = i64::from(image.width());
        for (index, quad) in (0..).zip(image.quads()) {
            self.blend(left + index % width, top + index / width, quad, 1.0);
        }
    }

    /// Fills a rectangle; its outline is anti-aliased.
    pub fn fill(&mut self, rect: RoundedRect, color: [u8; 4]) {
        self.shade(rect, color, |distance| 0.5 - distance);
    }

    /// Draws the outline of a rectangle as a line of `thickness` pixels inside it.
    pub fn frame(&mut self, rect: RoundedRect, thickness: f32, color: [u8; 4]) {
        self.shade(rect, color, |distance| (0.5 - distance).min(distance + thickness + 0.5));
    }

    /// Ends the drawing.
    pub fn into_image(self, name: &str) -> Result<Image, ImageError> {
        Image::new(name, self.width, self.height, self.pixels.into_flattened())
    }

    fn shade(&mut self, rect: RoundedRect, color: [u8; 4], coverage: impl Fn(f32) -> f32) {
        let columns = rect.left as i64 - 1..(rect.left + rect.width).ceil() as i64 + 1;
        let rows = rect.top as i64 - 1..(rect.top + rect.height).ceil() as i64 + 1;
        for y in rows.start.max(0)..rows.end.min(i64::from(self.height)) {
            for x in columns.start.max(0)..columns.end.min(i64::from(self.width)) {
                let distance = rect.distance(x as f32 + 0.5, y as f32 + 0.5);
                self.blend(x, y, color, coverage(distance).clamp(0.0, 1.0));
            }
        }
    }
}

/// The "over" operator (Porter, Duff: "Compositing digital images", 1984) for
/// straight alpha; the alpha of `top` is scaled by `coverage`.
pub fn over(top: [u8; 4], coverage: f32, bottom: [u8; 4]) -> [u8; 4] {
    let upper = f32::from(top[3]) / 255.0 * coverage;
    if upper <= 0.0 {
        return bottom;
    }
    let lower = f32::from(bottom[3]) / 255.0 * (1.0 - upper);
    let total = upper + lower;
    let mix = |channel: usize| {
        let (a, b) = (f32::from(top[channel]), f32::from(bottom[channel]));
        ((a * upper + b * lower) / total).round() as u8
    };
    [mix(0), mix(1), mix(2), (total * 255.0).round() as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_white_over_black_is_grey() {
        let white = [255, 255, 255, 255];
        assert_eq!(over(white, 0.5, [0, 0, 0, 255]), [128, 128, 128, 255]);
    }

    #[test]
    fn over_nothing_a_colour_stays_pure() {
        assert_eq!(over([200, 10, 5, 128], 1.0, [0; 4]), [200, 10, 5, 128]);
    }

    #[test]
    fn a_canvas_of_an_image_has_its_rows() {
        let image = Image::new("", 1, 2, [[1, 2, 3, 255], [4, 5, 6, 0]].concat()).unwrap();
        let mut canvas = Canvas::of(&image);
        canvas.rows().last().unwrap()[0] = [9; 4];
        assert_eq!(canvas.into_image("").unwrap().pixels(), [1, 2, 3, 255, 9, 9, 9, 9]);
    }

    #[test]
    fn drawing_outside_is_ignored() {
        let mut canvas = Canvas::new(2, 2, |_, _| [0; 4]);
        canvas.blend(-1, 0, [255; 4], 1.0);
        canvas.blend(0, 2, [255; 4], 1.0);
        assert!(canvas.into_image("").unwrap().pixels().iter().all(|&byte| byte == 0));
    }

    #[test]
    fn what_touches_the_canvas_is_shown() {
        let canvas = Canvas::new(2, 2, |_, _| [0; 4]);
        assert!(canvas.shows(-3.0, -3.0, 0.5, 0.5) && canvas.shows(1.5, 1.5, 9.0, 9.0));
        assert!(!canvas.shows(-3.0, 0.0, -1.0, 1.0) && !canvas.shows(0.0, 2.5, 1.0, 9.0));
    }

    #[test]
    fn a_filled_rectangle_covers_whole_pixels_fully() {
        let mut canvas = Canvas::new(4, 4, |_, _| [0, 0, 0, 255]);
        let rect = RoundedRect { left: 1.0, top: 1.0, width: 2.0, height: 2.0, radius: 0.0 };
        canvas.fill(rect, [255; 4]);
        let image = canvas.into_image("").unwrap();
        let lit = image.quads().filter(|quad| quad[0] == 255).count();
        assert_eq!(lit, 4);
    }
}
