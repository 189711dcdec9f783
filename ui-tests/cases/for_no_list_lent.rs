//! A `for` over a borrowed picture.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    let images = for row in &photo {
        blur(row, 2.0)
    };
    contact_sheet(&images, 4)
}

fn main() {}
