//! What pictures of sound have in common: a frame, a heading, axes.

mod colormap;
mod ticks;

use crate::image::imaging::canvas::{Canvas, RoundedRect};
use crate::image::imaging::text::TextStyle;
use crate::image::{Image, ImageError};

use super::Audio;

pub use colormap::heat;
pub use ticks::{hertz_label, hertz_ticks};

/// Ink of headings.
const INK: [u8; 4] = [0x1c, 0x23, 0x30, 0xff];
/// Ink of what is said beside.
const SOFT_INK: [u8; 4] = [0x66, 0x70, 0x80, 0xff];
/// Lines that help the eye.
pub const GRID: [u8; 4] = [0xe3, 0xe7, 0xee, 0xff];

const HEADING: TextStyle = TextStyle { size: 19.0, color: INK };
const NOTE: TextStyle = TextStyle { size: 15.0, color: SOFT_INK };

/// A picture under construction, and the rectangle in it that shows the sound.
pub struct Plot {
    pub canvas: Canvas,
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Plot {
    /// A white picture with the recording's name and facts above, room for labels around, and the times below.
    pub fn new(audio: &Audio, width: u32, height: u32, right: u32) -> Self {
        let (left, top, bottom) = (58, 44, 36);
        let canvas = Canvas::new(width, height, |_, _| [255; 4]);
        let mut plot = Self { canvas, left, top, width: width - left - right, height: height - top - bottom };
        plot.headline(audio);
        plot.time_axis(audio.duration());
        plot
    }

    fn headline(&mut self, audio: &Audio) {
        let channels = match audio.channels() {
            1 => "mono".to_owned(),
            2 => "stereo".to_owned(),
            count => format!("{count} channels"),
        };
        let kilohertz = f64::from(audio.sample_rate()) / 1000.0;
        let facts = format!("{}  ·  {kilohertz} kHz  ·  {channels}", ticks::length(audio.duration()));
        let (left, room) = (self.left as f32, self.width as f32);
        let baseline = self.top as f32 - 17.0;
        let facts_width = NOTE.width(&facts);
        if facts_width < room * 0.7 {
            NOTE.draw(&mut self.canvas, &facts, left + room - facts_width, baseline);
        }
        let name = HEADING.ellipsize(audio.name(), room - facts_width - 24.0);
        HEADING.draw(&mut self.canvas, &name, left, baseline);
    }

    fn time_axis(&mut self, seconds: f64) {
        let most = (self.width / 90).max(1);
        for (time, label) in ticks::time_ticks(seconds, most) {
            let x = self.left as f32 + (time / seconds) as f32 * self.width as f32;
            let bottom = (self.top + self.height) as f32;
            self.fill(x.round(), bottom, 1.0, 5.0, SOFT_INK);
            let wide = NOTE.width(&label);
            let most_left = self.left as f32 + self.width as f32 - wide + 12.0;
            NOTE.draw(&mut self.canvas, &label, (x - wide / 2.0).min(most_left), bottom + 22.0);
        }
    }

    /// A label that ends left of the plot, with its middle at the height `y`.
    pub fn label_left(&mut self, label: &str, y: f32) {
        let x = self.left as f32 - NOTE.width(label) - 9.0;
        NOTE.draw(&mut self.canvas, label, x, y + 5.0);
    }

    /// A label that begins at `x`, with its middle at the height `y`.
    pub fn label_at(&mut self, label: &str, x: f32, y: f32) {
        NOTE.draw(&mut self.canvas, label, x, y + 5.0);
    }

    /// A rectangle of one colour.
    pub fn fill(&mut self, left: f32, top: f32, width: f32, height: f32, color: [u8; 4]) {
        self.canvas.fill(RoundedRect { left, top, width, height, radius: 0.0 }, color);
    }

    /// A part of a column, anti-aliased at its ends.
    pub fn bar(&mut self, x: u32, top: f32, bottom: f32, color: [u8; 4]) {
        for y in top.floor() as i64..bottom.ceil() as i64 {
            let covered = (bottom.min(y as f32 + 1.0) - top.max(y as f32)).clamp(0.0, 1.0);
            self.canvas.blend(x.into(), y, color, covered);
        }
    }

    /// Ends the drawing.
    pub fn into_image(self, name: &str) -> Result<Image, ImageError> {
        self.canvas.into_image(name)
    }
}
