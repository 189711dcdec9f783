//! Stacks the layers and draws the lines between them.

use std::collections::BTreeMap;

use super::{Drawing, Graph, Layered, Line, Place, Segment, Slots};

/// Between two layers at least…
const ROW_GAP: f64 = 34.0;
/// …and at most, where lines run far sideways.
const WIDEST_ROW_GAP: f64 = 64.0;

pub(super) fn draw(graph: &Graph, layered: &Layered, slots: &Slots, left: &[f64]) -> Drawing {
    let rows = rows(graph, layered, slots, left);
    let places: Vec<Place> = graph
        .nodes
        .iter()
        .enumerate()
        .map(|(node, size)| {
            let at = |slots: &[f64]| slots.iter().map(|x| left[node] + x).collect();
            Place {
                x: left[node],
                y: rows[layered.cells[node].layer].top,
                width: size.width,
                height: size.height,
                entries: at(&slots.entries[node]),
                exits: at(&slots.exits[node]),
            }
        })
        .collect();
    let mut lines: BTreeMap<(usize, usize), Vec<Segment>> = BTreeMap::new();
    for link in &layered.links {
        let row = &rows[layered.cells[link.upper].layer];
        let next = &rows[layered.cells[link.lower].layer];
        let from_x = left[link.upper] + slots.exits[link.upper][link.exit];
        let to_x = left[link.lower] + slots.entries[link.lower][link.entry];
        let box_end = layered.cells[link.upper].node.map(|node| &places[node]);
        lines.entry(link.origin).or_default().push(Segment {
            from: (from_x, box_end.map_or(row.top, |place| place.y + place.height)),
            bend_from: row.bottom,
            bend_to: next.top,
            to: (to_x, next.top),
            arrives: layered.cells[link.lower].node,
        });
    }
    let right = |place: &Place| place.x + place.width;
    // Lines can pass outside of all boxes.
    let cells = layered.cells.iter().zip(left);
    Drawing {
        width: places
            .iter()
            .map(right)
            .chain(cells.map(|(cell, left)| left + cell.width))
            .fold(0.0, f64::max),
        height: rows.last().map_or(0.0, |row| row.bottom),
        places,
        lines: lines.into_iter().map(|((from, exit), segments)| Line { from, exit, segments }).collect(),
    }
}

struct Row {
    top: f64,
    bottom: f64,
}

fn rows(graph: &Graph, layered: &Layered, slots: &Slots, left: &[f64]) -> Vec<Row> {
    let mut furthest = vec![0.0; layered.layers.len()];
    for link in &layered.links {
        let from = left[link.upper] + slots.exits[link.upper][link.exit];
        let to = left[link.lower] + slots.entries[link.lower][link.entry];
        let furthest = &mut furthest[layered.cells[link.upper].layer];
        *furthest = f64::max(*furthest, (to - from).abs());
    }
    let mut top = 0.0;
    let layers = layered.layers.iter().zip(furthest);
    layers
        .map(|(cells, furthest)| {
            let nodes = cells.iter().filter_map(|cell| layered.cells[*cell].node);
            let height = nodes.map(|node| graph.nodes[node].height).fold(0.0, f64::max);
            let row = Row { top, bottom: top + height };
            top = row.bottom + (ROW_GAP + furthest * 0.06).min(WIDEST_ROW_GAP);
            row
        })
        .collect()
}
