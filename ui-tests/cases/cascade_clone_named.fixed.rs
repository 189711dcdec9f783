//! A node with a typing error; its output is used many times.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize { image: photo, width: 512 };
    let pair: (Image, Image) = (small, small);
    resize(pair.0.clone(), small.width)
}

fn main() {}
