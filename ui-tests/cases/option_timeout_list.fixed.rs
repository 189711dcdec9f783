//! A time in parentheses.

use lightflow::prelude::*;

/// Doubles the width.
#[node(timeout = "30s")]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
