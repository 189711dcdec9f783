//! A number of tries in quotes.

use lightflow::prelude::*;

/// Doubles the width.
#[node(retry = "3")]
fn widen(width: u32) -> u32 {
    width * 2
}

fn main() {}
