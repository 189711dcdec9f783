//! A node that gives some type with a trait.

use lightflow::prelude::*;

/// Counts up.
#[node]
fn numbers(count: u32) -> Vec<u32> {
    (0..count).collect()
}

fn main() {}
