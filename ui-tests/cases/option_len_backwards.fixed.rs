//! A range of lengths that holds none.

use lightflow::prelude::*;

#[node]
fn widen(#[port(len = 1..=4)] width: String) -> String {
    width
}

fn main() {}
