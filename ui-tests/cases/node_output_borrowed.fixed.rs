//! A node that gives a borrow.

use lightflow::prelude::*;
use ui_tests::*;

/// Gives the picture back.
#[node]
fn same(image: &Image) -> Image {
    image.clone()
}

fn main() {}
