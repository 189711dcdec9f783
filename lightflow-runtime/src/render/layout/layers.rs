//! Gives each box a layer: one below the lowest of what it needs.

use std::collections::HashMap;

use super::{Cell, Graph, Layered, Link, Pin};

pub(super) fn cut(graph: &Graph) -> Layered {
    let layers = assign(graph);
    let count = layers.iter().max().map_or(0, |last| last + 1);
    let mut layered = Layered {
        cells: layers
            .iter()
            .zip(&graph.nodes)
            .enumerate()
            .map(|(node, (layer, size))| Cell { layer: *layer, width: size.width, node: Some(node) })
            .collect(),
        links: Vec::new(),
        layers: vec![Vec::new(); count],
        above: Vec::new(),
        below: Vec::new(),
    };
    link(graph, &mut layered);
    layered.above = vec![Vec::new(); layered.cells.len()];
    layered.below = vec![Vec::new(); layered.cells.len()];
    for (index, link) in layered.links.iter().enumerate() {
        layered.above[link.lower].push(index);
        layered.below[link.upper].push(index);
    }
    layered
}

fn assign(graph: &Graph) -> Vec<usize> {
    let mut layers = vec![0; graph.nodes.len()];
    let mut fed = vec![false; graph.nodes.len()];
    let mut edges = graph.edges.clone();
    // In this order a box's layer is final before anything is put below it.
    edges.sort_by_key(|edge| edge.from);
    for edge in &edges {
        debug_assert!(edge.from < edge.to, "boxes are in a topological order");
        layers[edge.to] = layers[edge.to].max(layers[edge.from] + 1);
        fed[edge.to] = true;
    }
    let last = layers.iter().max().copied().unwrap_or(0);
    for (node, layer) in graph.nodes.iter().zip(&mut layers) {
        if node.pin == Pin::Bottom {
            *layer = last;
        }
    }
    let mut highest_use = vec![usize::MAX; graph.nodes.len()];
    for edge in &edges {
        highest_use[edge.from] = highest_use[edge.from].min(layers[edge.to]);
    }
    for (node, pin) in graph.nodes.iter().map(|node| node.pin).enumerate() {
        if pin == Pin::Free && !fed[node] && highest_use[node] != usize::MAX {
            layers[node] = highest_use[node] - 1;
        }
    }
    layers
}

/// Joins the cells; a line that passes through layers gets a cell in each.
fn link(graph: &Graph, layered: &mut Layered) {
    let mut passing: HashMap<(usize, usize, usize), usize> = HashMap::new();
    let mut edges = graph.edges.clone();
    // Passing cells are numbered along the lines, which is a good order to start from.
    edges.sort_by_key(|edge| (edge.from, edge.exit, edge.to, edge.entry));
    for (node, cell) in layered.cells.iter().enumerate() {
        layered.layers[cell.layer].push(node);
    }
    for edge in edges {
        let origin = (edge.from, edge.exit);
        let (mut upper, mut exit) = origin;
        for layer in layered.cells[edge.from].layer + 1..layered.cells[edge.to].layer {
            let next = *passing.entry((edge.from, edge.exit, layer)).or_insert_with(|| {
                let cell = layered.cells.len();
                layered.cells.push(Cell { layer, width: 0.0, node: None });
                layered.layers[layer].push(cell);
                layered.links.push(Link { upper, exit, lower: cell, entry: 0, origin });
                cell
            });
            (upper, exit) = (next, 0);
        }
        layered.links.push(Link { upper, exit, lower: edge.to, entry: edge.entry, origin });
    }
}
