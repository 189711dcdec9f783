//! Labels, such as `seed 3`, in lines.

use super::canvas::Canvas;
use super::grid::Heading;
use super::text::{Shorten, TextStyle};

/// More lines than that are left out, and their number is said.
const MAX_LINES: usize = 4;

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
    /// One label in at most `room` pixels.
    pub fn line(&self, (name, value): &Heading, room: f32) -> Line {
        let mut line = Line::default();
        self.push(&mut line, name, value, room);
        line
    }

    /// The labels in lines of at most `room` pixels, as many in each as fit.
    pub fn lines(&self, labels: &[Heading], room: f32) -> Vec<Line> {
        let between = self.value.size * 0.7;
        let mut lines: Vec<Line> = Vec::new();
        for (index, (name, value)) in labels.iter().enumerate() {
            let single = self.line(&(name.clone(), value.clone()), room);
            let is_last_line = lines.len() + 1 == MAX_LINES;
            match lines.last_mut() {
                Some(last) if last.width + between + single.width <= room => {
                    let from = last.width + between;
                    last.width = from + single.width;
                    last.pieces.extend(
                        single.pieces.into_iter().map(|piece| Piece { left: from + piece.left, ..piece }),
                    );
                }
                _ if is_last_line && index + 1 < labels.len() => {
                    let more = format!("and {} more", labels.len() - index);
                    lines.push(self.line(&(more, String::new()), room));
                    break;
                }
                _ => lines.push(single),
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

    fn push(&self, line: &mut Line, name: &str, value: &str, room: f32) {
        let space = if name.is_empty() || value.is_empty() { 0.0 } else { self.value.size * 0.28 };
        // The name gives way first, but not all of it.
        let least = if value.is_empty() { room } else { room * 0.4 };
        let name_room = (room - space - self.value.width(value)).max(least);
        let name = self.name.shorten(name, name_room, Shorten::End);
        let width = self.name.width(&name);
        let value = self.value.shorten(value, room - space - width, Shorten::Middle);
        let from = width + space;
        line.width = from + self.value.width(&value);
        line.pieces.push(Piece { text: name, is_name: true, left: 0.0 });
        line.pieces.push(Piece { text: value, is_name: false, left: from });
    }
}
