//! A node that borrows a type that is no port.

use lightflow::prelude::*;

/// Finds the most frequent brightness.
#[node]
fn peak(bins: &[u32]) -> u32 {
    bins[0]
}

fn main() {}
