//! A need that is given twice.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(net))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
