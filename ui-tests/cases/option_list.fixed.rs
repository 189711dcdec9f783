//! A list for an option that takes none.

use lightflow::prelude::*;
use ui_tests::*;

#[node(volatile)]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
