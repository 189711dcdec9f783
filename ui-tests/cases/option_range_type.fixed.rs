//! A range that does not fit the type.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(range = 1..=255)] width: u8) -> u8 {
    width * 2
}

fn main() {}
