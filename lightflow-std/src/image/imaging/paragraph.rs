//! Text of several lines.

use super::canvas::Canvas;
use super::text::TextStyle;
use crate::image::TextAlign;

/// Lines of text below each other.
pub struct Paragraph {
    lines: Vec<String>,
    style: TextStyle,
    /// From one line to the next, in pixels.
    step: f32,
    align: TextAlign,
    width: f32,
}

impl Paragraph {
    /// Breaks `text` into lines: where it has line breaks, and, unless `room` is 0, between words so that no line is longer than `room`
    /// pixels. A word that is longer is broken, too.
    pub fn new(text: &str, style: TextStyle, room: f32, line_height: f32, align: TextAlign) -> Self {
        let lines: Vec<String> = text.lines().flat_map(|line| wrapped(line, style, room)).collect();
        let widest = lines.iter().map(|line| style.width(line)).fold(0.0, f32::max);
        let width = if room > 0.0 { room } else { widest };
        Self { lines, style, step: style.size * line_height, align, width }
    }

    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (f32, f32) {
        let steps = self.lines.len().saturating_sub(1) as f32;
        (self.width, if self.lines.is_empty() { 0.0 } else { self.style.size + steps * self.step })
    }

    /// Draws it with its upper left corner at (`left`, `top`).
    pub fn draw(&self, canvas: &mut Canvas, left: f32, top: f32) {
        let mut baseline = top + self.style.ascent();
        for line in &self.lines {
            let start = self.align.share() * (self.width - self.style.width(line));
            self.style.draw(canvas, line, left + start, baseline);
            baseline += self.step;
        }
    }
}

/// The lines of one line of text.
fn wrapped(line: &str, style: TextStyle, room: f32) -> Vec<String> {
    let fits = |text: &str| room <= 0.0 || style.width(text) <= room;
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split_whitespace() {
        let longer = if current.is_empty() { word.to_owned() } else { format!("{current} {word}") };
        if fits(&longer) {
            current = longer;
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        for character in word.chars() {
            current.push(character);
            if !fits(&current) && current.chars().count() > 1 {
                current.pop();
                lines.push(std::mem::replace(&mut current, character.to_string()));
            }
        }
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: TextStyle = TextStyle { size: 20.0, color: [0, 0, 0, 255] };

    fn lines(text: &str, room: f32) -> Vec<String> {
        Paragraph::new(text, STYLE, room, 1.2, TextAlign::Left).lines().to_vec()
    }

    #[test]
    fn words_move_to_the_next_line_where_there_is_no_room() {
        assert_eq!(lines("one two three", 0.0), ["one two three"]);
        assert_eq!(lines("one two three", 75.0), ["one two", "three"]);
        assert_eq!(lines("one\n\ntwo", 75.0), ["one", "", "two"]);
    }

    #[test]
    fn a_word_that_is_too_long_is_broken() {
        let broken = lines("incomprehensibilities", 60.0);
        assert!(broken.len() > 2);
        assert_eq!(broken.concat(), "incomprehensibilities");
        assert!(broken.iter().all(|line| STYLE.width(line) <= 60.0));
        assert_eq!(lines("mmm", 1.0), ["m", "m", "m"]);
    }

    #[test]
    fn no_text_has_no_height() {
        assert_eq!(Paragraph::new("", STYLE, 0.0, 1.2, TextAlign::Left).size(), (0.0, 0.0));
        assert_eq!(Paragraph::new("a\nb", STYLE, 50.0, 1.5, TextAlign::Left).size(), (50.0, 50.0));
    }
}
