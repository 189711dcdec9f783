//! A parameter without a type.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(_: width) -> u32 {
    width * 2
}

fn main() {}
