//! A node that takes a type that is no port.

use lightflow::prelude::*;

/// Finds the most frequent brightness.
#[node]
fn peak(bins: Vec<u32>) -> u32 {
    bins[0]
}

fn main() {}
