//! A unit that is a number.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(unit = "px")] width: u32) -> u32 {
    width * 2
}

fn main() {}
