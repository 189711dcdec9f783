//! What the sources of a project say: where a place lies in a graph, and which nodes there are.

mod assets;
mod contract;
mod file;
mod graph;
mod place;
mod plain;
mod statement;

pub use assets::{Asset, Assets, Port};
pub use contract::{Contract, fit, written};
pub use file::{File, Files};
pub use graph::{Call, Graph, Value};
pub use place::{Kind, Place, Zone};
pub use plain::{Plain, port_types};
pub use statement::Statement;

use std::ops::Range;

/// Where a piece of syntax stands in its file, in bytes.
pub fn bytes(syntax: &impl syn::spanned::Spanned) -> Range<usize> {
    syntax.span().byte_range()
}

/// Whether one range lies inside another.
pub fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
