//! A composition that calls itself by name.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image) -> Image {
    let small = blur(&photo, 2.0);
    resize(small, 512)
}

fn main() {}
