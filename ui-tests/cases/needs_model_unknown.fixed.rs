//! A model that is not there.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(model(TAGGER)))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
