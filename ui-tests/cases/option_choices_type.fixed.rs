//! A choice of another type.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(choices = [16, 32])] width: u32) -> u32 {
    width * 2
}

fn main() {}
