//! A step in an `if` of an argument.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    let image = if wide { photo } else { blur(&photo, 2.0) };
    resize(image, 512)
}

fn main() {}
