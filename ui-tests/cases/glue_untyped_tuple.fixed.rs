//! Two computed values without a type.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let (width, height): (u32, u32) = (photo.width / 2, photo.height / 2);
    resize(photo, width + height)
}

fn main() {}
