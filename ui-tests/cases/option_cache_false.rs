//! A node that is not to be cached.

use lightflow::prelude::*;

/// Doubles the width.
#[node(cache = false)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
