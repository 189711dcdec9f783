//! Takes kinks out of lines where the neighbours leave room.

use super::columns::{gap, pulls};
use super::{Layered, Slots};

/// A line that is displaced by less looks like a mistake.
const KINK: f64 = 12.0;

pub(super) fn straighten(layered: &Layered, slots: &Slots, left: &mut [f64]) {
    let index = index_in_layer(layered);
    for run in runs(layered) {
        align_run(layered, &index, &run, left);
    }
    for above in [true, false, true] {
        for step in 0..layered.layers.len() {
            let layer = if above { step } else { layered.layers.len() - 1 - step };
            for &cell in &layered.layers[layer] {
                let distance = |x: f64| (x - left[cell]).abs();
                let wish = pulls(layered, slots, cell, (above, !above), left)
                    .into_iter()
                    .map(|(x, _)| x)
                    .min_by(|one, other| distance(*one).total_cmp(&distance(*other)))
                    .filter(|x| distance(*x) < KINK);
                let (least, most) = room(layered, &index, cell, left);
                if let Some(wish) = wish.filter(|wish| least <= *wish && *wish <= most) {
                    left[cell] = wish;
                }
            }
        }
    }
}

/// The places where one line passes through neighbouring layers, from top to bottom.
fn runs(layered: &Layered) -> Vec<Vec<usize>> {
    let passing = |cell: usize| layered.cells[cell].node.is_none();
    let next = |cell: usize| {
        let links = layered.below[cell].iter();
        let mut cells = links.map(|link| layered.links[*link].lower);
        cells.find(|cell| passing(*cell))
    };
    let starts = (0..layered.cells.len()).filter(|cell| {
        let mut above = layered.above[*cell].iter();
        passing(*cell) && !above.any(|link| passing(layered.links[*link].upper))
    });
    starts.map(|start| std::iter::successors(Some(start), |cell| next(*cell)).collect()).collect()
}

/// Puts a run on one x, if there is one that all its layers have room for.
fn align_run(layered: &Layered, index: &[usize], run: &[usize], left: &mut [f64]) {
    let mut least = f64::NEG_INFINITY;
    let mut most = f64::INFINITY;
    for &cell in run {
        let (from, to) = room(layered, index, cell, left);
        least = least.max(from);
        most = most.min(to);
    }
    if least <= most {
        let middle = run.iter().map(|cell| left[*cell]).sum::<f64>() / run.len() as f64;
        for &cell in run {
            left[cell] = middle.clamp(least, most);
        }
    }
}

fn index_in_layer(layered: &Layered) -> Vec<usize> {
    let mut index = vec![0; layered.cells.len()];
    for layer in &layered.layers {
        for (place, &cell) in layer.iter().enumerate() {
            index[cell] = place;
        }
    }
    index
}

/// The least and the greatest x that a cell can have between its neighbours.
fn room(layered: &Layered, index: &[usize], cell: usize, left: &[f64]) -> (f64, f64) {
    let layer = &layered.layers[layered.cells[cell].layer];
    let before = index[cell].checked_sub(1).map(|before| layer[before]);
    let least = before.map_or(f64::NEG_INFINITY, |before| {
        left[before] + layered.cells[before].width + gap(layered, before, cell)
    });
    let after = layer.get(index[cell] + 1);
    let most = after
        .map_or(f64::INFINITY, |&after| left[after] - layered.cells[cell].width - gap(layered, cell, after));
    (least, most)
}
