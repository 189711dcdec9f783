//! A value that is added to.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, width: u32) -> Image {
    let photo = load(path);
    let width: u32 = width + 2;
    resize(photo, width)
}

fn main() {}
