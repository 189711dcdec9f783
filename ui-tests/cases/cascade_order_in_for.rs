//! A value of below in a `for`.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let images = for name in list_images(path) {
        composite { image: load(name), mask, backdrop: Backdrop::Plain }
    };
    let (cover, mask) = segment(contact_sheet(&images, 4));
    cover
}

fn main() {}
