//! A need that is none.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(nett))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
