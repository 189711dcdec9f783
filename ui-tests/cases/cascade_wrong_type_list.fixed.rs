//! A wrong argument in a `for`; the list is used by reference.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        blur(&load(name), 2.0)
    };
    contact_sheet(&images, 4)
}

fn main() {}
