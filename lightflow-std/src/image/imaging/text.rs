//! Anti-aliased text.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};

use super::canvas::Canvas;

/// Ubuntu Light, free under the Ubuntu Font Licence 1.0.
static TYPEFACE: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    FontRef::try_from_slice(epaint_default_fonts::UBUNTU_LIGHT).expect("the bundled font is whole")
});

/// As many characters are looked at where a text has to fit.
const LONGEST: usize = 4000;

/// Text of one size and colour.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Height of a line in pixels, from ascender to descender.
    pub size: f32,
    /// Red, green, blue, alpha.
    pub color: [u8; 4],
}

impl TextStyle {
    /// From the top of a line to its baseline, in pixels.
    pub fn ascent(&self) -> f32 {
        TYPEFACE.as_scaled(PxScale::from(self.size)).ascent()
    }

    /// Length of `text` in pixels.
    pub fn width(&self, text: &str) -> f32 {
        let mut end = 0.0;
        self.lay_out(text, |_, _, advance_end| end = advance_end);
        end
    }

    /// `text`, or as much of its beginning as fits into `room` pixels with an ellipsis.
    pub fn ellipsize(&self, text: &str, room: f32) -> String {
        // A file may name itself with megabytes.
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        if end == text.len() && self.width(text) <= room {
            return text.to_owned();
        }
        let ends: Vec<usize> = text[..end].char_indices().map(|(end, _)| end).collect();
        let shortened = |end: usize| format!("{}…", text[..end].trim_end());
        let fitting = ends.partition_point(|end| self.width(&shortened(*end)) <= room);
        fitting.checked_sub(1).map(|last| shortened(ends[last])).unwrap_or_default()
    }

    /// Draws one line of `text` that starts at `left` and stands on `baseline`.
    pub fn draw(&self, canvas: &mut Canvas, text: &str, left: f32, baseline: f32) {
        let scale = PxScale::from(self.size);
        self.lay_out(text, |glyph, start, _| {
            let position = point(left + start, baseline);
            let glyph = glyph.with_scale_and_position(scale, position);
            let Some(outline) = TYPEFACE.outline_glyph(glyph) else {
                return;
            };
            let bounds = outline.px_bounds();
            // To draw what nobody sees would take as long as what is seen.
            if !canvas.shows(bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y) {
                return;
            }
            let corner = bounds.min;
            outline.draw(|x, y, coverage| {
                let x = corner.x as i64 + i64::from(x);
                let y = corner.y as i64 + i64::from(y);
                canvas.blend(x, y, self.color, coverage.min(1.0));
            });
        });
    }

    /// Calls `place` with each glyph, where it starts and where it ends.
    fn lay_out(&self, text: &str, mut place: impl FnMut(GlyphId, f32, f32)) {
        let font = TYPEFACE.as_scaled(PxScale::from(self.size));
        let mut end = 0.0;
        let mut previous: Option<GlyphId> = None;
        for character in text.chars().filter(|character| !character.is_control()) {
            let glyph = font.glyph_id(character);
            let start = end + previous.map_or(0.0, |before| font.kern(before, glyph));
            end = start + font.h_advance(glyph);
            place(glyph, start, end);
            previous = Some(glyph);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: TextStyle = TextStyle { size: 20.0, color: [0, 0, 0, 255] };

    #[test]
    fn a_short_text_stays_as_it_is() {
        assert_eq!(STYLE.ellipsize("mug", 200.0), "mug");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis_and_fits() {
        let text = STYLE.ellipsize("a very long product name", 80.0);
        assert!(text.starts_with("a ve") && text.ends_with('…'), "{text}");
        assert!(STYLE.width(&text) <= 80.0);
    }

    #[test]
    fn a_name_of_megabytes_is_cut_in_no_time() {
        let text = STYLE.ellipsize(&"long ".repeat(1_000_000), 80.0);
        assert!(text.starts_with("long") && text.ends_with('…') && STYLE.width(&text) <= 80.0, "{text}");
        let unseen = STYLE.ellipsize(&"\u{301}".repeat(1_000_000), 80.0);
        assert!(unseen.chars().count() <= LONGEST + 1);
    }

    #[test]
    fn no_room_means_no_text() {
        assert_eq!(STYLE.ellipsize("mug", 1.0), "");
    }

    #[test]
    fn text_leaves_ink_above_its_baseline() {
        let mut canvas = Canvas::new(40, 30, |_, _| [255; 4]);
        STYLE.draw(&mut canvas, "mm", 2.0, 20.0);
        let image = canvas.into_image("").unwrap();
        let dark = |rows: std::ops::Range<usize>| {
            let pixels = &image.pixels()[rows.start * 160..rows.end * 160];
            pixels.chunks(4).filter(|quad| quad[0] < 100).count()
        };
        assert!(dark(8..20) > 20);
        assert_eq!(dark(21..30), 0);
    }
}
