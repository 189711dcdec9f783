//! A node with a typing error, for every item.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        resize(load(name), 512)
    };
    contact_sheet(&images, 4)
}

fn main() {}
