//! A method that a value does not have.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let wide: u32 = photo.width * photo.height;
    resize(photo, wide)
}

fn main() {}
