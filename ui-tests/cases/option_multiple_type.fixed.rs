//! `multiple_of` on a text.

use lightflow::prelude::*;

#[node]
fn widen(#[port(multiple_of = 8)] width: u32) -> u32 {
    width
}

fn main() {}
