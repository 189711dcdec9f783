//! Places boxes in layers from top to bottom and routes the lines between them.
//!
//! The method is that of Sugiyama, Tagawa and Toda (1981): [`layers`] gives each box a layer,
//! [`order`] sorts each layer so that few lines cross, [`columns`] finds positions that make lines
//! straight, [`route`] draws them. Lines bend only between layers and run straight down past boxes, in
//! room that was kept for them: no line crosses a box.

mod columns;
mod kinks;
mod layers;
mod order;
mod route;

/// Boxes and the lines wanted between them.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// A box.
#[derive(Debug)]
pub(crate) struct Node {
    pub width: f64,
    pub height: f64,
    pub pin: Pin,
    /// Where lines arrive, at the upper side.
    pub entries: Vec<Slot>,
    /// Where lines leave, at the lower side.
    pub exits: Vec<Slot>,
}

/// Which layer a box wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pin {
    /// Right below what it needs; a box that needs nothing lies right above what needs it.
    Free,
    /// The first, if it needs nothing.
    Top,
    /// The last.
    Bottom,
}

/// Where a line touches a box.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot {
    /// So far from the box's left side.
    At(f64),
    /// In a row of slots, each so wide, sorted as is best for the lines.
    Wide(f64),
}

/// A line from an exit to an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// A box before `to`: the boxes are in a topological order.
    pub from: usize,
    pub exit: usize,
    pub to: usize,
    pub entry: usize,
}

/// The finished layout.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub width: f64,
    pub height: f64,
    /// Where each box lies.
    pub places: Vec<Place>,
    pub lines: Vec<Line>,
}

/// A box in the drawing.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// The x of each entry.
    pub entries: Vec<f64>,
    /// The x of each exit.
    pub exits: Vec<f64>,
}

/// All lines that leave one exit; they share what they can.
#[derive(Debug)]
pub(crate) struct Line {
    pub from: usize,
    pub exit: usize,
    pub segments: Vec<Segment>,
}

/// A piece of a line: straight down, a bend between two layers, straight down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub from: (f64, f64),
    pub bend_from: f64,
    pub bend_to: f64,
    pub to: (f64, f64),
    /// The box at which it ends, if it does not go on.
    pub arrives: Option<usize>,
}

/// Between boxes of a layer.
const GAP: f64 = 28.0;
/// Between a line and its neighbours in a layer.
const LINE_GAP: f64 = 16.0;

/// A box, or the place where a line passes through a layer.
#[derive(Debug)]
struct Cell {
    layer: usize,
    width: f64,
    /// The box; `None` where a line passes.
    node: Option<usize>,
}

/// A piece of a line between cells of neighbouring layers.
#[derive(Clone, Copy, Debug)]
struct Link {
    upper: usize,
    exit: usize,
    lower: usize,
    entry: usize,
    /// The box and the exit where the line began.
    origin: (usize, usize),
}

/// The graph cut into layers; cell `n` is box `n` as long as there are boxes.
#[derive(Debug)]
struct Layered {
    cells: Vec<Cell>,
    links: Vec<Link>,
    /// The cells of each layer from left to right.
    layers: Vec<Vec<usize>>,
    /// The links that end at each cell.
    above: Vec<Vec<usize>>,
    /// The links that begin at each cell.
    below: Vec<Vec<usize>>,
}

/// Lays a graph out.
pub(crate) fn place(graph: &Graph) -> Drawing {
    let mut layered = layers::cut(graph);
    order::untangle(graph, &mut layered);
    let slots = columns::slots(graph, &layered);
    let left = columns::align(&layered, &slots);
    route::draw(graph, &layered, &slots, &left)
}

/// How far each entry and exit of a cell is from its left side.
#[derive(Debug)]
struct Slots {
    entries: Vec<Vec<f64>>,
    exits: Vec<Vec<f64>>,
}

#[cfg(test)]
mod tests;
