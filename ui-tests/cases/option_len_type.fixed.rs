//! `len` on a number.

use lightflow::prelude::*;

#[node]
fn widen(#[port(range = 1..=4)] width: u32) -> u32 {
    width
}

fn main() {}
