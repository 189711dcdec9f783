//! A negative default of a port that takes none.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = -1, range = 16..=64)] width: u32) -> u32 {
    width + width
}

fn main() {}
