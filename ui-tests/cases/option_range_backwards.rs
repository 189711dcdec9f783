//! A range that holds nothing.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(range = 64..=16)] width: u32) -> u32 {
    width * 2
}

fn main() {}
