//! A variable after `=`.

use lightflow::prelude::*;
use ui_tests::*;

#[node(needs(env = "HF_TOKEN"))]
fn shrink(image: Image) -> Image {
    image
}

fn main() {}
