//! A node that changes a port in place.

use lightflow::prelude::*;
use ui_tests::*;

/// Doubles the width.
#[node]
fn widen(image: &mut Image) -> u32 {
    image.width *= 2;
    image.width
}

fn main() {}
