//! A length that is no number.

use lightflow::prelude::*;

#[node]
fn widen(#[port(len = 4)] width: String) -> String {
    width
}

fn main() {}
