//! `matches` on a number.

use lightflow::prelude::*;

#[node]
fn widen(#[port(matches = "[0-9]+")] width: u32) -> u32 {
    width
}

fn main() {}
