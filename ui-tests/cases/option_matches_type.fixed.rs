//! `matches` on a number.

use lightflow::prelude::*;

#[node]
fn widen(width: u32) -> u32 {
    width
}

fn main() {}
