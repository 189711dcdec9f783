//! `multiple_of` on a number with a point.

use lightflow::prelude::*;

#[node]
fn widen(#[port(multiple_of = 8)] width: f32) -> f32 {
    width
}

fn main() {}
