//! A whole number outside of a range of fractions.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = 1.0, range = 0.0..=1.0)] width: f32) -> f32 {
    width + width
}

fn main() {}
