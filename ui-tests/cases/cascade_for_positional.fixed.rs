//! A node with a typing error; a `for` runs over its output.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let rows = resize(photo, 512);
    let images = for row in &rows {
        blur(row, 2.0)
    };
    contact_sheet(&images, 4)
}

fn main() {}
