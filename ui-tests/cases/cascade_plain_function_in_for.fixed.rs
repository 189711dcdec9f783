//! A plain function in a `for`; the list is borrowed.

use lightflow::prelude::*;
use ui_tests::*;

/// `ui_tests::sharpen` as a node.
#[node]
fn sharpen(image: Image) -> Image {
    ui_tests::sharpen(image)
}

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        sharpen(load(name))
    };
    contact_sheet(&images, 4)
}

fn main() {}
