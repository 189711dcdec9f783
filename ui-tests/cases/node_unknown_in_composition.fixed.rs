//! A node with a typing error, in a composition.

use lightflow::prelude::*;
use ui_tests::*;

#[composition]
fn picture(photo: Image) -> Image {
    let small = resize(photo, 512);
    brighten(&small, 2.0)
}

fn main() {}
