//! A `while` loop.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    while photo.width < 512 {}
    resize(photo, 512)
}

fn main() {}
