//! A node with a typing error; a second `for` runs over its outputs.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        let photo = load(name);
        resize { image: photo, width: 512 }
    };
    let soft = for image in images {
        blur(&image, 2.0)
    };
    contact_sheet(&soft, 4)
}

fn main() {}
