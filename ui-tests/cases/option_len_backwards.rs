//! A range of lengths that holds none.

use lightflow::prelude::*;

#[node]
fn widen(#[port(len = 4..=1)] width: String) -> String {
    width
}

fn main() {}
