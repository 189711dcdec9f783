//! A number added to a picture.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let wide: u32 = photo.width + 512;
    resize(photo, wide)
}

fn main() {}
