//! A node that takes a port apart in its parameters.

use lightflow::prelude::*;

/// Adds two numbers.
#[node]
fn add((a, b): (u32, u32)) -> u32 {
    a + b
}

fn main() {}
