//! `#[node]` on a struct.

use lightflow::prelude::*;

/// Scales a picture.
#[node]
fn scale(width: u32) -> u32 {
    width * 2
}

fn main() {}
