//! A default outside of the range.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = 16, range = 16..=64)] width: u32) -> u32 {
    width * 2
}

fn main() {}
