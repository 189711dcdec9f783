//! A node that is not to be cached.

use lightflow::prelude::*;

/// Doubles the width.
#[node(volatile)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
