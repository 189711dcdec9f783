//! Sorts the cells of each layer so that few lines cross, by barycentres.

use super::{Graph, Layered, Slot};

/// Sweeps from each start; more of them change little.
const SWEEPS: usize = 12;

/// Barycentres end in a local optimum: of several starts the best one is kept.
const STARTS: [Start; 4] = [
    Start { mirror: false, down: true },
    Start { mirror: false, down: false },
    Start { mirror: true, down: true },
    Start { mirror: true, down: false },
];

struct Start {
    mirror: bool,
    down: bool,
}

pub(super) fn untangle(graph: &Graph, layered: &mut Layered) {
    let ends = Ends::of(graph, layered);
    let mut position = vec![0.0; layered.cells.len()];
    let source = layered.layers.clone();
    let mut best = source.clone();
    number(layered, &mut position);
    let mut fewest = crossings(layered, &ends, &position);
    for start in STARTS {
        layered.layers.clone_from(&source);
        if start.mirror {
            layered.layers.iter_mut().for_each(|layer| layer.reverse());
        }
        number(layered, &mut position);
        for sweep in 0..SWEEPS {
            if fewest == 0 {
                break;
            }
            let down = start.down == (sweep % 2 == 0);
            for step in 0..layered.layers.len() {
                let layer = if down { step } else { layered.layers.len() - 1 - step };
                sort(layered, layer, down, &ends, &mut position);
            }
            exchange(layered, &ends, &mut position);
            let crossings = crossings(layered, &ends, &position);
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&layered.layers);
            }
        }
    }
    layered.layers = best;
}

/// Where on its cell each link ends, from 0 to 1: slots with a place of their own count.
struct Ends {
    upper: Vec<f64>,
    lower: Vec<f64>,
}

impl Ends {
    fn of(graph: &Graph, layered: &Layered) -> Self {
        let part = |slot: Option<&Slot>, width: f64| match slot {
            Some(Slot::At(x)) if width > 0.0 => 0.9 * (x / width).clamp(0.0, 1.0),
            _ => 0.45,
        };
        let end = |cell: usize, slot: usize, below: bool| {
            let Some(node) = layered.cells[cell].node else {
                return 0.45;
            };
            let node = &graph.nodes[node];
            let slots = if below { &node.exits } else { &node.entries };
            part(slots.get(slot), node.width)
        };
        let links = layered.links.iter();
        Self {
            upper: links.clone().map(|link| end(link.upper, link.exit, true)).collect(),
            lower: links.map(|link| end(link.lower, link.entry, false)).collect(),
        }
    }
}

fn number(layered: &Layered, position: &mut [f64]) {
    for layer in &layered.layers {
        for (index, cell) in layer.iter().enumerate() {
            position[*cell] = index as f64;
        }
    }
}

fn sort(layered: &mut Layered, layer: usize, down: bool, ends: &Ends, position: &mut [f64]) {
    let mut keyed: Vec<(f64, usize)> = layered.layers[layer]
        .iter()
        .map(|&cell| {
            let links = if down { &layered.above[cell] } else { &layered.below[cell] };
            let sum: f64 = links
                .iter()
                .map(|&index| {
                    let link = &layered.links[index];
                    if down {
                        position[link.upper] + ends.upper[index]
                    } else {
                        position[link.lower] + ends.lower[index]
                    }
                })
                .sum();
            if links.is_empty() {
                // Nothing pulls it: it stays about where it is.
                (position[cell], cell)
            } else {
                (sum / links.len() as f64, cell)
            }
        })
        .collect();
    // A stable sort keeps the source's order where nothing speaks against it.
    keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (index, (slot, (_, cell))) in layered.layers[layer].iter_mut().zip(keyed).enumerate() {
        *slot = cell;
        position[cell] = index as f64;
    }
}

/// More lines than this at one cell are not looked at pair by pair.
const MANY: usize = 32;

/// Exchanges neighbours whose lines then cross less.
fn exchange(layered: &mut Layered, ends: &Ends, position: &mut [f64]) {
    for layer in 0..layered.layers.len() {
        for index in 1..layered.layers[layer].len() {
            let (left, right) = (layered.layers[layer][index - 1], layered.layers[layer][index]);
            let left_ends = far_ends(layered, ends, position, left);
            let right_ends = far_ends(layered, ends, position, right);
            let mut gain = 0;
            for (left, right) in left_ends.iter().zip(&right_ends) {
                if left.len().max(right.len()) > MANY {
                    continue;
                }
                for (left, right) in left.iter().flat_map(|x| right.iter().map(move |y| (x, y))) {
                    gain += i32::from(left > right) - i32::from(left < right);
                }
            }
            if gain > 0 {
                layered.layers[layer].swap(index - 1, index);
                position.swap(left, right);
            }
        }
    }
}

/// Where the lines from above and below a cell have their other ends.
fn far_ends(layered: &Layered, ends: &Ends, position: &[f64], cell: usize) -> [Vec<f64>; 2] {
    let above = layered.above[cell].iter();
    let above = above.map(|link| position[layered.links[*link].upper] + ends.upper[*link]);
    let below = layered.below[cell].iter();
    let below = below.map(|link| position[layered.links[*link].lower] + ends.lower[*link]);
    [above.collect(), below.collect()]
}

/// Counts the crossings of all lines.
fn crossings(layered: &Layered, ends: &Ends, position: &[f64]) -> usize {
    let mut gaps: Vec<Vec<(f64, f64)>> = vec![Vec::new(); layered.layers.len()];
    for (index, link) in layered.links.iter().enumerate() {
        gaps[layered.cells[link.upper].layer]
            .push((position[link.upper] + ends.upper[index], position[link.lower] + ends.lower[index]));
    }
    gaps.iter_mut().map(|gap| inversions(gap)).sum()
}

/// Pairs of lines whose upper ends are in one order and whose lower ends are in the other, in
/// O(n log n) with a tree of partial sums: Barth, Mutzel and Jünger (2004).
fn inversions(lines: &mut [(f64, f64)]) -> usize {
    lines.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let mut ranks: Vec<f64> = lines.iter().map(|line| line.1).collect();
    ranks.sort_by(f64::total_cmp);
    ranks.dedup();
    let mut sums = vec![0_usize; ranks.len() + 1];
    let mut crossings = 0;
    for (seen, (_, lower)) in lines.iter().enumerate() {
        let rank = ranks.partition_point(|rank| rank < lower) + 1;
        let mut not_right = 0;
        let mut index = rank;
        while index > 0 {
            not_right += sums[index];
            index &= index - 1;
        }
        crossings += seen - not_right;
        let mut index = rank;
        while index < sums.len() {
            sums[index] += 1;
            index += index & index.wrapping_neg();
        }
    }
    crossings
}
