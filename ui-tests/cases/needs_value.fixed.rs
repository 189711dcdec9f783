//! A need with a value that it does not take.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(net))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
