//! A default that is too long.

use lightflow::prelude::*;

#[node]
fn widen(#[port(default = "wide", len = 1..=4)] width: String) -> String {
    width
}

fn main() {}
