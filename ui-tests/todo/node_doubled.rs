//! Two nodes of one name.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(width: u32) -> u32 {
    width * 2
}

/// Doubles the width.
#[node]
fn widen(width: u32) -> u32 {
    width + width
}

fn main() {}
