//! An option that is not wanted.

use lightflow::prelude::*;

/// Doubles the width.
#[node(blocking = false)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
