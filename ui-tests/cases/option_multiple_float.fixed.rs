//! `multiple_of` on a number with a point.

use lightflow::prelude::*;

#[node]
fn widen(#[port(multiple_of = 8)] width: u32) -> u32 {
    width
}

fn main() {}
