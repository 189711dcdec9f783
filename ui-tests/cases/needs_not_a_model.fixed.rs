//! A type that is no model.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(model(TAGGER)))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
