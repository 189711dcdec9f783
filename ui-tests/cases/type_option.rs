//! An optional picture where a picture is wanted.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = find_image(path);
    resize(photo, 512)
}

fn main() {}
