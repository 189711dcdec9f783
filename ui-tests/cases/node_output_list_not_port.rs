//! A node that gives a list of a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// Counts pixels.
#[node]
fn histograms(images: &[Image]) -> Vec<Histogram> {
    images.iter().map(|image| Histogram { bins: [image.width; 8] }).collect()
}

fn main() {}
