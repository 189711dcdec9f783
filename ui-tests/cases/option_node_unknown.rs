//! An option of a node with a typing error.

use lightflow::prelude::*;

/// Doubles the width.
#[node(cahce)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
