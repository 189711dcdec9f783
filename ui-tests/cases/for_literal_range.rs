//! A `for` over a range.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for index in 0..4 {
        load(path)
    };
    contact_sheet(&images, 4)
}

fn main() {}
