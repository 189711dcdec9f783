//! A node that takes a port apart in its parameters.

use lightflow::prelude::*;

/// Adds two numbers.
#[node]
fn add(pair: (u32, u32)) -> u32 {
    let (a, b) = pair;
    a + b
}

fn main() {}
