//! Labels, such as `seed 3`, in lines.

use super::canvas::Canvas;
use super::grid::Heading;
use super::text::{Shorten, TextStyle};

/// More lines than that are left out, and their number is said.
const MAX_LINES: usize = 4;
/// A value may take as many.
pub(super) const MAX_VALUE_LINES: usize = 3;

/// The styles of a label's two parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct LabelStyle {
    pub name: TextStyle,
    pub value: TextStyle,
}

/// Pieces of text one after the other.
#[derive(Debug, Default)]
pub(super) struct Line {
    pieces: Vec<Piece>,
    pub width: f32,
}

#[derive(Debug)]
struct Piece {
    text: String,
    is_name: bool,
    left: f32,
}

impl LabelStyle {
    /// One label in lines of at most `room` pixels: a value of several words, such as a prompt, may take up to `most`.
    pub fn block(&self, (name, value): &Heading, room: f32, most: usize) -> Vec<Line> {
        let space = if name.is_empty() || value.is_empty() { 0.0 } else { self.value.size * 0.28 };
        let whole = self.name.width(name) + space + self.value.width(value);
        // The name gives way first, but not all of it.
        let name_room =
            (room - space - self.value.width(value)).max(if value.is_empty() { room } else { room * 0.4 });
        let name = self.name.shorten(name, name_room, Shorten::End);
        let from = self.name.width(&name) + space;
        let mut first = Line::default();
        first.push(name, true, 0.0, &self.name);
        let words = value.trim().contains(char::is_whitespace);
        if whole <= room || !words || most < 2 {
            first.push(self.value.shorten(value, room - from, Shorten::Middle), false, from, &self.value);
            return vec![first];
        }
        let (start, rest) = self.value.split(value, room - from);
        first.push(start, false, from, &self.value);
        let rest = self.value.wrap(&rest, room, most - 1).into_iter().map(|text| {
            let mut line = Line::default();
            line.push(text, false, 0.0, &self.value);
            line
        });
        std::iter::once(first).chain(rest).collect()
    }

    /// The labels in lines of at most `room` pixels, as many in each as fit.
    pub fn lines(&self, labels: &[Heading], room: f32) -> Vec<Line> {
        let between = self.value.size * 0.7;
        let mut lines: Vec<Line> = Vec::new();
        for (index, label) in labels.iter().enumerate() {
            let left = MAX_LINES - lines.len();
            let is_last = index + 1 == labels.len();
            let mut block = self.block(label, room, MAX_VALUE_LINES.min(left.max(1)));
            match lines.last_mut() {
                Some(last) if block.len() == 1 && last.width + between + block[0].width <= room => {
                    last.append(block.remove(0), between);
                }
                _ if block.len() < left || block.len() == left && is_last => lines.append(&mut block),
                _ => {
                    let more = (format!("and {} more", labels.len() - index), String::new());
                    lines.append(&mut self.block(&more, room, 1));
                    break;
                }
            }
        }
        lines
    }

    pub fn draw(&self, canvas: &mut Canvas, line: &Line, left: f32, top: f32) {
        for piece in &line.pieces {
            let style = if piece.is_name { &self.name } else { &self.value };
            style.draw(canvas, &piece.text, left + piece.left, top);
        }
    }
}

impl Line {
    fn push(&mut self, text: String, is_name: bool, left: f32, style: &TextStyle) {
        self.width = left + style.width(&text);
        self.pieces.push(Piece { text, is_name, left });
    }

    fn append(&mut self, other: Self, between: f32) {
        let from = self.width + between;
        self.pieces.extend(other.pieces.into_iter().map(|piece| Piece { left: from + piece.left, ..piece }));
        self.width = from + other.width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(labels: &[(&str, &str)], room: f32) -> Vec<String> {
        let text = TextStyle { size: 20.0, color: [0; 3], weight: 0.0 };
        let labels: Vec<Heading> =
            labels.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let lines = LabelStyle { name: text, value: text }.lines(&labels, room);
        assert!(lines.iter().all(|line| line.width <= room), "{lines:?}");
        let pieces =
            |line: Line| line.pieces.into_iter().map(|piece| piece.text).collect::<Vec<_>>().join(" ");
        lines.into_iter().map(|line| pieces(line).trim_end().to_owned()).collect()
    }

    #[test]
    fn short_labels_share_a_line() {
        assert_eq!(shown(&[("seed", "3"), ("side", "256")], 200.0), ["seed 3 side 256"]);
        assert_eq!(shown(&[("seed", "3"), ("side", "256")], 90.0), ["seed 3", "side 256"]);
    }

    #[test]
    fn a_value_of_several_words_takes_several_lines() {
        let prompt = "a harbour at night, long exposure, with boats and many lights in the water";
        assert_eq!(
            shown(&[("prompt", prompt), ("seed", "3")], 200.0),
            ["prompt a harbour at", "night, long exposure,", "with boats and many li…", "seed 3"]
        );
    }

    #[test]
    fn a_value_of_one_word_keeps_its_beginning_and_end() {
        let [line] = &shown(&[("photo", "photos/of/the/harbour/night.png")], 200.0)[..] else { panic!() };
        assert!(line.starts_with("photo photos/") && line.ends_with(".png"), "{line}");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let labels = [
            ("first", "1"),
            ("second", "2"),
            ("third", "3"),
            ("fourth", "4"),
            ("fifth", "5"),
            ("sixth", "6"),
        ];
        assert_eq!(shown(&labels, 100.0), ["first 1", "second 2", "third 3", "and 3 more"]);
        assert_eq!(shown(&labels[..4], 90.0), ["first 1", "second 2", "third 3", "fourth 4"]);
    }
}
