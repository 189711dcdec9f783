//! A node that gives a list of a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// Counts pixels.
#[node]
fn histograms(images: &[Image]) -> Vec<u32> {
    images.iter().map(|image| image.width).collect()
}

fn main() {}
