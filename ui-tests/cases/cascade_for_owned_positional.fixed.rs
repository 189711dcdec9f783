//! A node with a typing error; a `for` takes its output.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let (image, mask) = segment(photo);
    let rows: Vec<(Image, Mask)> = vec![(image, mask)];
    let images = for (row, mask) in rows {
        composite(row, mask, Backdrop::Plain)
    };
    contact_sheet(&images, 4)
}

fn main() {}
