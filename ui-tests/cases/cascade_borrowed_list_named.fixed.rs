//! A node with a typing error; its outputs are a list that a node borrows.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        let photo = load(name);
        resize { image: photo, width: 512 }
    };
    contact_sheet(&images, 4)
}

fn main() {}
