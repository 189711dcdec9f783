//! `#[derive(Ports)]` on an enum.

use lightflow::prelude::*;

/// Outputs.
#[derive(Ports)]
struct Outputs {
    first: u32,
    second: u32,
}

fn main() {}
