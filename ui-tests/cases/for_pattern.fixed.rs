//! A pattern on lent items.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let pairs = for name in list_images(path) {
        segment(load(name))
    };
    let images = for (image, mask) in pairs {
        composite { image, mask, backdrop: Backdrop::Plain }
    };
    contact_sheet(&images, 4)
}

fn main() {}
