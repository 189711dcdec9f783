//! A pattern that is no text.

use lightflow::prelude::*;

#[node]
fn widen(#[port(matches = "[0-9]")] width: String) -> String {
    width
}

fn main() {}
