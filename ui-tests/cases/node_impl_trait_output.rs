//! A node that gives some type with a trait.

use lightflow::prelude::*;

/// Counts up.
#[node]
fn numbers(count: u32) -> impl Iterator<Item = u32> {
    0..count
}

fn main() {}
