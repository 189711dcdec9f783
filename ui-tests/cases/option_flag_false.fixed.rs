//! An option that is not wanted.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
