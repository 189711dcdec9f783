//! Two options that exclude each other.

use lightflow::prelude::*;

/// Doubles the width.
#[node(blocking)]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
