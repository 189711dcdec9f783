//! A node that gives a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// Counts pixels.
#[node]
fn histogram(image: &Image) -> Histogram {
    Histogram { bins: [image.width; 8] }
}

fn main() {}
