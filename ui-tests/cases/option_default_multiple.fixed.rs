//! A default that is no multiple.

use lightflow::prelude::*;

#[node]
fn widen(#[port(default = 504, multiple_of = 8)] width: u32) -> u32 {
    width
}

fn main() {}
