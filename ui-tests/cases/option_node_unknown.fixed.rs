//! An option of a node with a typing error.

use lightflow::prelude::*;

/// Doubles the width.
#[node(cache)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
