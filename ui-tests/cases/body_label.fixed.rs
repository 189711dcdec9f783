//! A label on a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        load(name)
    };
    contact_sheet(&images, 4)
}

fn main() {}
