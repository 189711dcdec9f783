//! Finds an x for every cell: in its layer's order, without overlap, with lines as straight as can be.

use super::{GAP, Graph, LINE_GAP, Layered, Slot, Slots, kinks};

/// How far a cell's slots are from its left side. Rows of slots are sorted by what they lead to.
pub(super) fn slots(graph: &Graph, layered: &Layered) -> Slots {
    let mut position = vec![0.0; layered.cells.len()];
    for layer in &layered.layers {
        for (index, cell) in layer.iter().enumerate() {
            position[*cell] = index as f64;
        }
    }
    let mut slots = Slots { entries: Vec::new(), exits: Vec::new() };
    for (index, cell) in layered.cells.iter().enumerate() {
        let Some(node) = cell.node.map(|node| &graph.nodes[node]) else {
            slots.entries.push(vec![0.0]);
            slots.exits.push(vec![0.0]);
            continue;
        };
        let above = layered.above[index].iter().map(|link| {
            let link = &layered.links[*link];
            // The exit tells lines from one box apart.
            (link.entry, position[link.upper] + 0.01 * link.exit as f64)
        });
        slots.entries.push(row(&node.entries, node.width, above));
        let below = layered.below[index].iter().map(|link| {
            let link = &layered.links[*link];
            (link.exit, position[link.lower])
        });
        slots.exits.push(row(&node.exits, node.width, below));
    }
    slots
}

fn row(slots: &[Slot], width: f64, ends: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); slots.len()];
    for (slot, position) in ends {
        if let Some((sum, count)) = sums.get_mut(slot) {
            *sum += position;
            *count += 1.0;
        }
    }
    let mut row: Vec<(f64, usize, f64)> = Vec::new();
    let mut places = vec![0.0; slots.len()];
    for (index, (slot, (sum, count))) in slots.iter().zip(sums).enumerate() {
        match *slot {
            Slot::At(x) => places[index] = x,
            Slot::Wide(wide) => row.push((sum / f64::max(count, 1.0), index, wide)),
        }
    }
    row.sort_by(|one, other| one.0.total_cmp(&other.0));
    let all: f64 = row.iter().map(|(_, _, wide)| wide).sum();
    let mut x = (width - all) / 2.0;
    for (_, index, wide) in row {
        places[index] = x + wide / 2.0;
        x += wide;
    }
    places
}

/// Rounds in which all layers follow their neighbours.
const ROUNDS: usize = 16;

/// The left side of every cell.
pub(super) fn align(layered: &Layered, slots: &Slots) -> Vec<f64> {
    let mut left = vec![0.0; layered.cells.len()];
    for layer in &layered.layers {
        let mut x = 0.0;
        let mut right = 0.0;
        for (index, &cell) in layer.iter().enumerate() {
            left[cell] = x;
            right = x + layered.cells[cell].width;
            x = right + layer.get(index + 1).map_or(0.0, |next| gap(layered, cell, *next));
        }
        for &cell in layer {
            left[cell] -= right / 2.0;
        }
    }
    for round in 0..ROUNDS {
        let (above, below) = match round {
            // First down and up in turn, which moves whole parts; then both, which balances.
            0..10 if round % 2 == 0 => (true, false),
            0..10 => (false, true),
            _ => (true, true),
        };
        let count = layered.layers.len();
        for step in 0..count {
            let layer = if above { step } else { count - 1 - step };
            follow(layered, slots, layer, (above, below), &mut left);
        }
    }
    kinks::straighten(layered, slots, &mut left);
    let least = left.iter().copied().fold(f64::INFINITY, f64::min);
    for x in &mut left {
        *x -= least;
    }
    left
}

/// How far neighbours are kept apart.
pub(super) fn gap(layered: &Layered, one: usize, other: usize) -> f64 {
    let boxes = layered.cells[one].node.is_some() && layered.cells[other].node.is_some();
    if boxes { GAP } else { LINE_GAP }
}

/// Where a link wants its cell's left side to be, and how much.
pub(super) fn pulls(
    layered: &Layered,
    slots: &Slots,
    cell: usize,
    (above, below): (bool, bool),
    left: &[f64],
) -> Vec<(f64, f64)> {
    let weight = |one: usize, other: usize| {
        let passing = |cell: usize| layered.cells[cell].node.is_none();
        match (passing(one), passing(other)) {
            (true, true) => 8.0,
            (false, false) => 1.0,
            _ => 2.0,
        }
    };
    let mut pulls = Vec::new();
    for link in layered.above[cell].iter().filter(|_| above) {
        let link = &layered.links[*link];
        let x = left[link.upper] + slots.exits[link.upper][link.exit];
        let pull = x - slots.entries[cell][link.entry];
        pulls.push((pull, weight(cell, link.upper)));
    }
    for link in layered.below[cell].iter().filter(|_| below) {
        let link = &layered.links[*link];
        let x = left[link.lower] + slots.entries[link.lower][link.entry];
        let pull = x - slots.exits[cell][link.exit];
        pulls.push((pull, weight(cell, link.lower)));
    }
    pulls
}

/// Moves the cells of a layer as close as possible to where their links want them.
///
/// "Close" is the least sum of weighted squares. With the least distances subtracted, the cells only
/// have to be in order, which makes it an isotonic regression: neighbours that would overlap are
/// pooled, and move as one (Ayer et al., 1955).
fn follow(layered: &Layered, slots: &Slots, layer: usize, sides: (bool, bool), left: &mut [f64]) {
    struct Pool {
        sum: f64,
        weight: f64,
        cells: usize,
    }
    let cells = &layered.layers[layer];
    let mut pools: Vec<Pool> = Vec::new();
    let mut distance = 0.0;
    let mut distances = Vec::with_capacity(cells.len());
    for (index, &cell) in cells.iter().enumerate() {
        let pulls = pulls(layered, slots, cell, sides, left);
        let mut weight: f64 = pulls.iter().map(|(_, weight)| weight).sum();
        let mut sum: f64 = pulls.iter().map(|(x, weight)| x * weight).sum();
        if pulls.is_empty() {
            weight = 0.01;
            sum = left[cell] * weight;
        }
        distances.push(distance);
        let mut pool = Pool { sum: sum - distance * weight, weight, cells: 1 };
        while let Some(last) = pools.pop_if(|last| last.sum / last.weight >= pool.sum / pool.weight) {
            pool.sum += last.sum;
            pool.weight += last.weight;
            pool.cells += last.cells;
        }
        pools.push(pool);
        if let Some(next) = cells.get(index + 1) {
            distance += layered.cells[cell].width + gap(layered, cell, *next);
        }
    }
    let mut places = cells.iter().zip(distances);
    for pool in pools {
        for (cell, distance) in places.by_ref().take(pool.cells) {
            left[*cell] = pool.sum / pool.weight + distance;
        }
    }
}
