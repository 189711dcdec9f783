//! A `break` in a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        let photo = load(name);
        resize(photo, 512)
    };
    contact_sheet(&images, 4)
}

fn main() {}
