//! A node that changes a port in place.

use lightflow::prelude::*;
use ui_tests::*;

/// Doubles the width.
#[node]
fn widen(image: Image) -> Image {
    Image { width: image.width * 2, ..image }
}

fn main() {}
