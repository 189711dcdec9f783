//! A range on a port that is no number.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(len = 1..)] width: String) -> String {
    width.repeat(2)
}

fn main() {}
