//! What is known of the shapes of a graph's wires.

use super::{Linear, RANK};

/// What is known of a wire's shape, in the symbols of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Whether the number of axes is known.
    pub known: bool,
    /// How many axes it has.
    pub rank: usize,
    /// The axes; `None` where nothing is known.
    pub dims: [Option<Linear>; RANK],
    /// The wire's value, if that is a whole number that something is known of.
    pub value: Option<Linear>,
    /// The wire's name.
    pub name: &'static str,
    /// What made it; nothing for parameters.
    pub maker: &'static str,
    /// The line of the call that made it.
    pub line: u32,
    /// The type that the call gives, as written; nothing if it comes from elsewhere.
    pub ty: &'static str,
}

impl Shape {
    /// Nothing is known.
    pub const UNKNOWN: Self =
        Self { known: false, rank: 0, dims: [None; RANK], value: None, name: "", maker: "", line: 0, ty: "" };

    /// A shape of these sizes.
    pub const fn sized(sizes: &[u64]) -> Self {
        let mut shape = Self::UNKNOWN;
        if sizes.len() > RANK {
            return shape;
        }
        shape.known = true;
        shape.rank = sizes.len();
        let mut index = 0;
        while index < sizes.len() {
            shape.dims[index] = Some(Linear::number(sizes[index] as i64));
            index += 1;
        }
        shape
    }

    /// A number.
    pub const fn number(value: i64) -> Self {
        Self { value: Some(Linear::number(value)), ..Self::UNKNOWN }
    }
}

/// An axis of the graph: what it is called, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Symbol {
    /// The axis, or the parameter.
    pub name: &'static str,
    /// What made it; empty for a parameter of the graph.
    pub owner: &'static str,
    /// `floor(of / by)`, if it is that.
    pub floor: Option<(Linear, i64)>,
}

impl Symbol {
    pub(super) const NONE: Self = Self { name: "", owner: "", floor: None };
}

/// Room for all shapes and symbols of a graph.
///
/// rustc evaluates it, so nothing is allocated: `WIRES` is how many wires there are, those of inner bodies too.
#[derive(Debug)]
pub struct Table<const WIRES: usize, const SYMBOLS: usize> {
    pub(super) shapes: [Shape; WIRES],
    pub(super) symbols: [Symbol; SYMBOLS],
    pub(super) wires: usize,
    pub(super) count: usize,
}

/// A [`Table`], whatever its size.
#[derive(Debug)]
pub struct Room<'a> {
    pub(super) shapes: &'a mut [Shape],
    pub(super) symbols: &'a mut [Symbol],
    /// How many of the shapes are given to bodies.
    pub(super) wires: usize,
    /// How many symbols there are.
    pub(super) count: usize,
}

impl<const WIRES: usize, const SYMBOLS: usize> Table<WIRES, SYMBOLS> {
    /// Nothing is known yet.
    #[expect(clippy::new_without_default, reason = "rustc makes it, where there is no `Default`")]
    pub const fn new() -> Self {
        Self { shapes: [Shape::UNKNOWN; WIRES], symbols: [Symbol::NONE; SYMBOLS], wires: 0, count: 0 }
    }

    /// All of it.
    pub const fn room(&mut self) -> Room<'_> {
        Room { shapes: &mut self.shapes, symbols: &mut self.symbols, wires: self.wires, count: self.count }
    }
}

impl Room<'_> {
    /// A new axis, unless there is no room.
    pub(super) const fn symbol(&mut self, name: &'static str, owner: &'static str) -> Option<Linear> {
        self.add(Symbol { name, owner, floor: None })
    }

    /// `floor(of / by)`: the same axis for the same expression.
    pub(super) const fn floor(&mut self, of: &Linear, by: i64, owner: &'static str) -> Option<Linear> {
        if let Some(value) = of.value() {
            return Some(Linear::number(value.div_euclid(by)));
        }
        if let (Known::True, Some(exact)) = (of.is_multiple_of(by), of.over(by)) {
            return Some(exact);
        }
        let mut index = 0;
        while index < self.count {
            if let Some((other, other_by)) = &self.symbols[index].floor
                && *other_by == by
                && matches!(other.equals(of), Known::True)
            {
                return Some(Linear::axis(index as u32));
            }
            index += 1;
        }
        self.add(Symbol { name: "floor", owner, floor: Some((*of, by)) })
    }

    const fn add(&mut self, symbol: Symbol) -> Option<Linear> {
        if self.count >= self.symbols.len() {
            return None;
        }
        self.symbols[self.count] = symbol;
        self.count += 1;
        Some(Linear::axis((self.count - 1) as u32))
    }

    /// Forgets what is known of axes from `first` on: they are others for each item of a `for`.
    pub(super) const fn without_symbols_from(&self, shape: Shape, first: usize) -> Shape {
        let mut shape = shape;
        let mut index = 0;
        while index < shape.rank {
            if let Some(dim) = shape.dims[index]
                && uses_from(&dim, first)
            {
                shape.dims[index] = None;
            }
            index += 1;
        }
        shape.value = None;
        shape
    }
}

const fn uses_from(dim: &Linear, first: usize) -> bool {
    let mut index = 0;
    while index < dim.count {
        if dim.terms[index].0 as usize >= first {
            return true;
        }
        index += 1;
    }
    false
}

/// What two arms of a branch agree on.
pub(super) const fn common(a: &Shape, b: &Shape) -> Shape {
    if !a.known || !b.known || a.rank != b.rank {
        return Shape::UNKNOWN;
    }
    let mut shape = *a;
    shape.value = None;
    let mut index = 0;
    while index < a.rank {
        shape.dims[index] = match (&a.dims[index], &b.dims[index]) {
            (Some(left), Some(right)) if matches!(left.equals(right), Known::True) => Some(*left),
            _ => None,
        };
        index += 1;
    }
    shape
}

use super::Known;
