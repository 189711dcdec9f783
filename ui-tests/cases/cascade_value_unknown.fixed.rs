//! A value with a typing error feeds a chain.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let small = resize(photo, 512);
    let (image, mask) = segment(small);
    let images = for row in list_images(image.width.to_string()) {
        composite(load(row), mask, Backdrop::Plain)
    };
    contact_sheet(&images, 4)
}

fn main() {}
