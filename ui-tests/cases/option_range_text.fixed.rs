//! A range of texts.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(range = 16..64)] width: u32) -> u32 {
    width * 2
}

fn main() {}
