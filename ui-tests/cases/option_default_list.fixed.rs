//! A default in parentheses.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = 512)] width: u32) -> u32 {
    width * 2
}

fn main() {}
