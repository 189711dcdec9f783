//! A `for` over a picture, inside of a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        let photo = load(name);
        let rows = for row in photo {
            resize(row, 512)
        };
        contact_sheet(&rows, 4)
    };
    contact_sheet(&images, 4)
}

fn main() {}
