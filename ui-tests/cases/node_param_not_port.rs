//! A node that takes a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// Finds the most frequent brightness.
#[node]
fn peak(bins: Histogram) -> u32 {
    bins.bins[0]
}

fn main() {}
