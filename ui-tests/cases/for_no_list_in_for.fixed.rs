//! A `for` over a picture, inside of a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        let rows = for row in list_images(name) {
            resize(load(row), 512)
        };
        contact_sheet(&rows, 4)
    };
    contact_sheet(&images, 4)
}

fn main() {}
