//! A node with a type parameter.

use lightflow::prelude::*;

/// Counts items.
#[node]
fn count(items: Vec<String>) -> u32 {
    items.len() as u32
}

fn main() {}
