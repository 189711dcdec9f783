//! `#[derive(Port)]` on a union.

use lightflow::prelude::*;

/// A number of either kind.
#[derive(Port, Clone, Copy)]
struct Number {
    whole: u32,
    float: f32,
}

fn main() {}
