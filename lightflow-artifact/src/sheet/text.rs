//! Anti-aliased text in one line.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

use super::canvas::{Canvas, Color};

/// Ubuntu Light under the Ubuntu Font Licence 1.0, then Hack for what it lacks, under the MIT and Bitstream Vera licences.
static FONTS: LazyLock<[FontRef<'static>; 2]> = LazyLock::new(|| {
    [epaint_default_fonts::UBUNTU_LIGHT, epaint_default_fonts::HACK_REGULAR]
        .map(|font| FontRef::try_from_slice(font).expect("the bundled fonts are whole"))
});

/// For characters that no font has.
const REPLACEMENT: char = '\u{25a1}';

/// Longer text is cut before it is measured.
const MAX_CHARS: usize = 400;

/// Text of one size and colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextStyle {
    /// From ascender to descender, in pixels.
    pub size: f32,
    pub color: Color,
    /// How much wider the strokes are, in pixels: Light is light for small text.
    pub weight: f32,
}

/// Where text that is too long loses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shorten {
    End,
    /// Values often differ at their end.
    Middle,
}

impl TextStyle {
    /// In pixels.
    pub fn width(&self, text: &str) -> f32 {
        let mut end = 0.0;
        self.lay_out(text, |_, _, advance_end| end = advance_end);
        end
    }

    /// From one line to the next, in pixels.
    pub fn line(&self) -> f32 {
        (self.size * 1.25).round()
    }

    /// The text, or what of it fits into `room` pixels with `…`.
    pub fn shorten(&self, text: &str, room: f32, shorten: Shorten) -> String {
        let characters: Vec<char> = text.chars().take(MAX_CHARS + 1).collect();
        if characters.len() <= MAX_CHARS && self.width(text) <= room {
            return text.to_owned();
        }
        let last: Vec<char> = if characters.len() > MAX_CHARS {
            text.chars().rev().take(MAX_CHARS).collect::<Vec<_>>().into_iter().rev().collect()
        } else {
            characters.clone()
        };
        let kept = |count: usize| {
            let tail = if shorten == Shorten::Middle { count * 2 / 5 } else { 0 };
            let head: String = characters[..count - tail].iter().collect();
            let tail: String = last[last.len() - tail..].iter().collect();
            format!("{}…{}", head.trim_end(), tail.trim_start())
        };
        let (mut fits, mut wide) = (0, characters.len().min(MAX_CHARS));
        while wide - fits > 1 {
            let middle = (fits + wide) / 2;
            if self.width(&kept(middle)) <= room { fits = middle } else { wide = middle }
        }
        if fits == 0 { String::new() } else { kept(fits) }
    }

    /// The text in lines of at most `room` pixels, broken at spaces, and no more than `most` of them.
    pub fn wrap(&self, text: &str, room: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut words = text.split_whitespace().take(MAX_CHARS).peekable();
        while let Some(word) = words.peek() {
            let joined = lines.last().map(|line| format!("{line} {word}"));
            match joined.filter(|joined| self.width(joined) <= room) {
                Some(joined) => {
                    lines.pop();
                    lines.push(joined);
                }
                None if lines.len() < most => lines.push(self.shorten(word, room, Shorten::Middle)),
                None => break,
            }
            words.next();
        }
        if words.peek().is_some()
            && let Some(last) = lines.pop()
        {
            let rest = words.collect::<Vec<_>>().join(" ");
            lines.push(self.shorten(&format!("{last} {rest}"), room, Shorten::End));
        }
        lines
    }

    /// As many words as fit into `room` pixels, and the rest.
    pub fn split(&self, text: &str, room: f32) -> (String, String) {
        let mut start = String::new();
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.peek() {
            let longer = if start.is_empty() { (*word).to_owned() } else { format!("{start} {word}") };
            if self.width(&longer) > room {
                break;
            }
            start = longer;
            words.next();
        }
        (start, words.collect::<Vec<_>>().join(" "))
    }

    /// Draws one line that begins at `left`, and whose space from ascender to descender begins at `top`.
    pub fn draw(&self, canvas: &mut Canvas, text: &str, left: f32, top: f32) {
        let ascent = FONTS[0].as_scaled(PxScale::from(self.size)).ascent();
        // Between two rows of pixels the horizontal strokes would blur.
        let baseline = (top + ascent).round();
        self.lay_out(text, |(font, mut glyph), start, _| {
            glyph.position = point(left.round() + start, baseline);
            let Some(outline) = FONTS[font].outline_glyph(glyph) else { return };
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, coverage| {
                let (x, y) = (corner.x as i64 + i64::from(x), corner.y as i64 + i64::from(y));
                canvas.blend(x, y, self.color, coverage * (1.0 + self.weight));
                canvas.blend(x + 1, y, self.color, coverage * self.weight * 0.5);
            });
        });
    }

    /// Calls `place` with each glyph and its font, where it starts and where it ends.
    fn lay_out(&self, text: &str, mut place: impl FnMut((usize, Glyph), f32, f32)) {
        let scale = PxScale::from(self.size);
        let mut end = 0.0;
        let mut previous = None;
        for character in text.chars() {
            let character = if character.is_whitespace() || character.is_control() { ' ' } else { character };
            let has = |font: &FontRef<'_>| font.glyph_id(character).0 != 0;
            let (font, character) = match FONTS.iter().position(has) {
                Some(font) => (font, character),
                None => (1, REPLACEMENT),
            };
            let scaled = FONTS[font].as_scaled(scale);
            let id = scaled.glyph_id(character);
            let kern = previous
                .filter(|(before, _)| *before == font)
                .map_or(0.0, |(_, before)| scaled.kern(before, id));
            let start = end + kern;
            end = start + scaled.h_advance(id);
            place((font, id.with_scale(scale)), start, end);
            previous = Some((font, id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: TextStyle = TextStyle { size: 20.0, color: [0; 3], weight: 0.0 };

    #[test]
    fn a_short_text_stays_as_it_is() {
        assert_eq!(STYLE.shorten("seed", 200.0, Shorten::End), "seed");
    }

    #[test]
    fn a_long_text_loses_its_end_or_its_middle() {
        let end = STYLE.shorten("a very long product name", 80.0, Shorten::End);
        assert!(end.starts_with("a ve") && end.ends_with('…'), "{end}");
        let middle = STYLE.shorten("photos/of/the/harbour/at/night.png", 120.0, Shorten::Middle);
        assert!(middle.starts_with("photo") && middle.contains('…') && middle.ends_with(".png"), "{middle}");
        assert!(STYLE.width(&end) <= 80.0 && STYLE.width(&middle) <= 120.0);
    }

    #[test]
    fn a_book_is_shortened_as_fast_as_a_line() {
        let book = "word ".repeat(1_000_000) + "end";
        assert!(STYLE.shorten(&book, 120.0, Shorten::Middle).ends_with("end"));
        assert_eq!(STYLE.wrap(&book, 120.0, 3).len(), 3);
    }

    #[test]
    fn no_room_means_no_text() {
        assert_eq!(STYLE.shorten("seed", 1.0, Shorten::End), "");
        assert_eq!(STYLE.shorten("seed", -5.0, Shorten::Middle), "");
    }

    #[test]
    fn text_is_broken_at_spaces() {
        let lines = STYLE.wrap("the picture cannot be decoded because it is cut off", 120.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("the picture") && lines[1].ends_with('…'), "{lines:?}");
        assert!(lines.iter().all(|line| STYLE.width(line) <= 120.0));
    }

    #[test]
    fn every_character_has_some_glyph() {
        assert!(STYLE.width("漢") > 1.0);
        assert!(STYLE.width("→") > 1.0);
    }
}
