//! A pattern that is no text.

use lightflow::prelude::*;

#[node]
fn widen(#[port(matches = 7)] width: String) -> String {
    width
}

fn main() {}
