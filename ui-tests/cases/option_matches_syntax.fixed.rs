//! A pattern that cannot be read.

use lightflow::prelude::*;

#[node]
fn widen(#[port(matches = "[a-z]")] width: String) -> String {
    width
}

fn main() {}
