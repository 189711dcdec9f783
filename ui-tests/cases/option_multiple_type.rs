//! `multiple_of` on a text.

use lightflow::prelude::*;

#[node]
fn widen(#[port(multiple_of = 8)] width: String) -> String {
    width
}

fn main() {}
