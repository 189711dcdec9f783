//! Drawing what was laid out.

use super::Sheet;
use super::canvas::{Canvas, Color};
use super::cells::Picture;
use super::labels::Line;
use super::layout::{Placed, Plan};
use super::text::{Shorten, TextStyle};

const BACKGROUND: Color = [244, 244, 245];
/// The place of a picture that is not there.
const PLACE: Color = [233, 233, 236];
const BORDER: Color = [212, 212, 217];

pub(super) fn draw(sheet: &Sheet, plan: &Plan, placed: &Placed, pictures: &[Picture]) -> Canvas {
    let mut canvas = Canvas::new(placed.width, placed.height, BACKGROUND);
    let style = plan.style;
    if let Some(title) = &sheet.title {
        let room = (placed.width - 2 * style.margin) as f32;
        let title = style.title.shorten(title, room, Shorten::End);
        style.title.draw(&mut canvas, &title, style.margin as f32, style.margin as f32);
    }
    let line_height = style.label.value.line();
    let cell_width = style.width as f32;
    for (lines, &left) in plan.column_headings.iter().zip(&placed.lefts) {
        let top = placed.tops[0] as f32 - lines.len() as f32 * line_height - style.near as f32;
        for (line, index) in lines.iter().zip(0_u16..) {
            let from = left as f32 + (cell_width - line.width) / 2.0;
            style.label.draw(&mut canvas, line, from, top + f32::from(index) * line_height);
        }
    }
    for (row, lines) in plan.row_headings.iter().enumerate() {
        let right = (placed.lefts[0] - 2 * style.near) as f32;
        let top =
            placed.tops[row] as f32 + (placed.heights[row] as f32 - lines.len() as f32 * line_height) / 2.0;
        for (line, index) in lines.iter().zip(0_u16..) {
            style.label.draw(&mut canvas, line, right - line.width, top + f32::from(index) * line_height);
        }
    }
    for (cell, (picture, &(row, column))) in pictures.iter().zip(&plan.places).enumerate() {
        let (left, top, height) = (placed.lefts[column], placed.tops[row], placed.heights[row]);
        match picture {
            Picture::Shown(small) => {
                let (width, own_height) = small.size();
                // On its label, or else in the middle of its row.
                let above = (height - own_height) / if plan.labels.is_empty() { 2 } else { 1 };
                canvas.paste(small, left + (style.width - width) / 2, top + above);
            }
            Picture::Missing(why) => place_without(&mut canvas, plan, why, (left, top), height),
        }
        let lines: &[Line] = plan.labels.get(cell).map_or(&[], |lines| lines);
        for (line, index) in lines.iter().zip(0_u16..) {
            let top = (top + height + style.near) as f32 + f32::from(index) * line_height;
            style.label.draw(&mut canvas, line, left as f32 + (cell_width - line.width) / 2.0, top);
        }
    }
    canvas
}

/// Draws a place that says why nothing is there.
fn place_without(canvas: &mut Canvas, plan: &Plan, why: &str, (left, top): (u32, u32), height: u32) {
    let width = plan.style.width;
    canvas.fill(left, top, width, height, BORDER);
    canvas.fill(left + 1, top + 1, width - 2, height.saturating_sub(2), PLACE);
    let name = plan.style.label.name;
    let style = TextStyle { size: (name.size * 0.9).round(), ..name };
    let padding = width as f32 * 0.08;
    let most = ((height as f32 - padding) / style.line()).floor().max(0.0) as usize;
    let lines = style.wrap(why, width as f32 - 2.0 * padding, most);
    let mut line_top = top as f32 + (height as f32 - lines.len() as f32 * style.line()) / 2.0;
    for line in lines {
        let from = left as f32 + (width as f32 - style.width(&line)) / 2.0;
        style.draw(canvas, &line, from, line_top);
        line_top += style.line();
    }
}
