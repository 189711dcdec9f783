//! A default that is none of the choices.

use lightflow::prelude::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = 16, choices = [16, 32])] width: u32) -> u32 {
    width * 2
}

fn main() {}
