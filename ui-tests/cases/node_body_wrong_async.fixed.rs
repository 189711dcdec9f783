//! A mistake in the result of an async node.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
async fn widen(width: u32) -> u32 {
    width
}

fn main() {}
