//! `#[derive(Ports)]` on an enum.

use lightflow::prelude::*;

/// Outputs.
#[derive(Ports)]
enum Outputs {
    First,
    Second,
}

fn main() {}
