//! A node that gives a type that is no port.

use lightflow::prelude::*;
use ui_tests::*;

/// Counts pixels.
#[node]
fn histogram(image: &Image) -> Vec<u32> {
    vec![image.width; 8]
}

fn main() {}
