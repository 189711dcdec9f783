//! A negative number of tries.

use lightflow::prelude::*;

/// Doubles the width.
#[node(retry = 1)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
