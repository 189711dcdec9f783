//! An option that no name is near to.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
