//! An option given twice in the same words.

use lightflow::prelude::*;

/// Doubles the width.
#[node(volatile, volatile)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
