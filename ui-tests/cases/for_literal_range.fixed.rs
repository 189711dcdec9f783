//! A `for` over a range.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let items: Vec<u32> = (0..4).collect();
    let images = for index in items {
        load(path)
    };
    contact_sheet(&images, 4)
}

fn main() {}
