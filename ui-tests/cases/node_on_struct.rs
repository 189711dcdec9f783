//! `#[node]` on a struct.

use lightflow::prelude::*;

/// Scales a picture.
#[node]
struct Scale {
    width: u32,
}

fn main() {}
