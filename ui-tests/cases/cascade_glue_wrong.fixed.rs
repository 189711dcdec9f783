//! A wrong computed value that is used twice.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let width: u32 = photo.width * 2;
    let small = resize(photo, width);
    brighten(&small, width as f32)
}

fn main() {}
