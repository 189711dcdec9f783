//! A default for a borrowed port.

use lightflow::prelude::*;
use ui_tests::*;

/// Doubles the width.
#[node]
fn widen(#[port(default = 3)] image: &Image) -> u32 {
    image.width * 2
}

fn main() {}
