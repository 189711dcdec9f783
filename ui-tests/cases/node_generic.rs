//! A node with a type parameter.

use lightflow::prelude::*;

/// Counts items.
#[node]
fn count<T>(items: Vec<T>) -> u32 {
    items.len() as u32
}

fn main() {}
