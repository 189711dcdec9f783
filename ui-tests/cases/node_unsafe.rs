//! An unsafe node.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
unsafe fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
