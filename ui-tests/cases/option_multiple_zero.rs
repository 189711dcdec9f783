//! Multiples of nothing.

use lightflow::prelude::*;

#[node]
fn widen(#[port(multiple_of = 0)] width: u32) -> u32 {
    width
}

fn main() {}
