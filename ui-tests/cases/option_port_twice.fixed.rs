//! An option of a port given twice in the same words.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = 512)] width: u32) -> u32 {
    width * 2
}

fn main() {}
