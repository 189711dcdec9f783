//! A computed value of another type than is written.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let width: u32 = photo.width;
    resize(photo, width)
}

fn main() {}
