//! A mistake in the body of a node.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
