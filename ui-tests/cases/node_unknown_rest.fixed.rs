//! A node with a typing error, with defaults.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize { image: photo, .. };
    resize(small, 256)
}

fn main() {}
